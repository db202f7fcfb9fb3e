/**
 * The server that is never what limits a run: frames are read and written without a
 * library, and nothing of a request is looked at but its end. Entry:
 * {@link io.conpool.benchmarks.server.BenchServer}.
 */
@NullMarked
package io.conpool.benchmarks.server;

import org.jspecify.annotations.NullMarked;

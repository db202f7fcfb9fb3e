/**
 * The clients that are compared, each behind the same few methods. Entry:
 * {@link io.conpool.benchmarks.client.Candidate}.
 */
@NullMarked
package io.conpool.benchmarks.client;

import org.jspecify.annotations.NullMarked;

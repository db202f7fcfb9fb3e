/**
 * The process that puts load on one client and reads what it costs. Entry:
 * {@link io.conpool.benchmarks.load.LoadProcess}.
 */
@NullMarked
package io.conpool.benchmarks.load;

import org.jspecify.annotations.NullMarked;

/**
 * The process that looks what the pool costs where nothing is going on. Entry:
 * {@link io.conpool.benchmarks.idle.IdleProcess}.
 */
@NullMarked
package io.conpool.benchmarks.idle;

import org.jspecify.annotations.NullMarked;

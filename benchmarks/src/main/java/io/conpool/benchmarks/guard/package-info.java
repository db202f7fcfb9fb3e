/**
 * Shows whether a change has made the client slower. Entry:
 * {@link io.conpool.benchmarks.guard.Guard}.
 */
@NullMarked
package io.conpool.benchmarks.guard;

import org.jspecify.annotations.NullMarked;

/**
 * Time as the client sees it: one {@link io.conpool.time.Scheduler} gives the clock and
 * runs what is due, so that a test can drive both by hand. Knows nothing but the JDK.
 */
@NullMarked
package io.conpool.time;

import org.jspecify.annotations.NullMarked;

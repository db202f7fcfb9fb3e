/**
 * Observations of calls, for traces and timers:
 * {@link io.conpool.micrometer.observation.ObservedH2Client}. Optional; nothing else
 * knows it.
 */
@NullMarked
package io.conpool.micrometer.observation;

import org.jspecify.annotations.NullMarked;

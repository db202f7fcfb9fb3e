/**
 * Meters for pools, connections and calls: {@link io.conpool.micrometer.ConpoolMetrics}.
 * Optional; nothing else knows Micrometer.
 */
@NullMarked
package io.conpool.micrometer;

import org.jspecify.annotations.NullMarked;

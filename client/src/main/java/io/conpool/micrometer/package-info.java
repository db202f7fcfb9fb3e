/**
 * Meters for pools, connections and calls: {@link io.conpool.micrometer.ConpoolMetrics},
 * and by OpenTelemetry's names {@link io.conpool.micrometer.OpenTelemetryMetrics}.
 * Optional; nothing else knows Micrometer.
 */
@NullMarked
package io.conpool.micrometer;

import org.jspecify.annotations.NullMarked;

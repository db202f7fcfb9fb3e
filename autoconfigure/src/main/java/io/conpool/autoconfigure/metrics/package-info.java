/**
 * Auto-configuration of the client's meters; begins in
 * {@link io.conpool.autoconfigure.metrics.H2ClientMetricsAutoConfiguration}. The meters
 * themselves belong to the client.
 */
@NullMarked
package io.conpool.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;

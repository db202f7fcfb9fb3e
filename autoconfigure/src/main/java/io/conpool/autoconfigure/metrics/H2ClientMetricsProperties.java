package io.conpool.autoconfigure.metrics;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the clients' meters.
 *
 * @param openTelemetry Whether there are meters by the names of OpenTelemetry's semantic
 * conventions, too.
 */
@ConfigurationProperties("conpool.h2.metrics")
public record H2ClientMetricsProperties(@DefaultValue("false") boolean openTelemetry) {
}

package io.conpool.autoconfigure.metrics;

import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.micrometer.ConpoolMetrics;
import io.conpool.pool.Conpool;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the clients' meters. The bean reaches every client as a
 * customizer of its builder, and the meter registries as a binder.
 */
@AutoConfiguration(after = H2ClientAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({ Conpool.class, MeterRegistry.class })
@ConditionalOnBean({ H2ClientRegistry.class, MeterRegistry.class })
@ConditionalOnBooleanProperty(name = "conpool.h2.enabled", matchIfMissing = true)
@EnableConfigurationProperties(H2ClientMetricsProperties.class)
public final class H2ClientMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ConpoolMetrics.class)
	ClientMeters h2ClientMeters(H2ClientMetricsProperties properties) {
		return new ClientMeters(properties.openTelemetry());
	}

}

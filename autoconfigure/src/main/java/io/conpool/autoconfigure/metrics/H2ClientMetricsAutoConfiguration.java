package io.conpool.autoconfigure.metrics;

import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.micrometer.ConpoolMetrics;
import io.conpool.pool.Conpool;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the client's meters. The bean reaches the client as a listener
 * and the meter registries as a binder.
 */
@AutoConfiguration(after = H2ClientAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({ Conpool.class, MeterRegistry.class })
@ConditionalOnBean({ Conpool.class, MeterRegistry.class })
@ConditionalOnBooleanProperty(name = "conpool.h2.enabled", matchIfMissing = true)
public final class H2ClientMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ConpoolMetrics conpoolMetrics() {
		return new ConpoolMetrics("default");
	}

}

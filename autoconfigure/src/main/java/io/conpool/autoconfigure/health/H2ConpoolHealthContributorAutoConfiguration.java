package io.conpool.autoconfigure.health;

import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.pool.Conpool;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health component {@code h2Conpool}, with a component of its
 * own for every client.
 */
@AutoConfiguration(after = H2ClientAutoConfiguration.class)
@ConditionalOnClass({ Conpool.class, HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(H2ClientRegistry.class)
@ConditionalOnBooleanProperty(name = "conpool.h2.enabled", matchIfMissing = true)
@ConditionalOnEnabledHealthIndicator("h2-conpool")
@EnableConfigurationProperties(H2ConpoolHealthProperties.class)
public final class H2ConpoolHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "h2ConpoolHealthIndicator", "h2ConpoolHealthContributor" })
	H2ConpoolHealthContributor h2ConpoolHealthContributor(H2ClientRegistry registry,
			H2ConpoolHealthProperties properties) {
		return new H2ConpoolHealthContributor(registry, properties.probeTimeout());
	}

}

package io.conpool.autoconfigure.health;

import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health component {@code h2Conpool}, for the one pool that
 * there is: with several, one has to be primary, or the others no default candidates.
 */
@AutoConfiguration(after = H2ClientAutoConfiguration.class)
@ConditionalOnClass({ Conpool.class, HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnSingleCandidate(Conpool.class)
@ConditionalOnBooleanProperty(name = "conpool.h2.enabled", matchIfMissing = true)
@ConditionalOnEnabledHealthIndicator("h2-conpool")
public final class H2ConpoolHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "h2ConpoolHealthIndicator", "h2ConpoolHealthContributor" })
	H2ConpoolHealthIndicator h2ConpoolHealthContributor(Conpool<HttpConnection> pool) {
		return new H2ConpoolHealthIndicator(pool);
	}

}

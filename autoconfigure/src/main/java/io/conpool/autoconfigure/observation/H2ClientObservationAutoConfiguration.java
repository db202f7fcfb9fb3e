package io.conpool.autoconfigure.observation;

import io.conpool.H2Client;
import io.conpool.autoconfigure.H2ClientDecorator;
import io.conpool.micrometer.observation.DefaultH2ClientObservationConvention;
import io.conpool.micrometer.observation.H2ClientObservationConvention;
import io.conpool.micrometer.observation.ObservedH2Client;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the observation of calls: every client that the application calls
 * itself is observed where there is an {@link ObservationRegistry}. Names follow the
 * application's {@link H2ClientObservationConvention}, if it has one, or
 * {@code management.observations.http.client.requests.name}, as those of Spring's clients
 * do.
 */
@AutoConfiguration(after = ObservationAutoConfiguration.class)
@ConditionalOnClass({ H2Client.class, ObservationRegistry.class, ObservationProperties.class })
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "conpool.h2.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ObservationProperties.class)
public final class H2ClientObservationAutoConfiguration {

	@Bean
	H2ClientDecorator h2ClientObservationDecorator(ObservationRegistry registry, ObservationProperties properties,
			ObjectProvider<H2ClientObservationConvention> conventions) {
		String name = properties.getHttp().getClient().getRequests().getName();
		H2ClientObservationConvention convention = conventions
			.getIfAvailable(() -> new DefaultH2ClientObservationConvention(name));
		return (clientName, client) -> ObservedH2Client.observe(client, registry, convention);
	}

}

package io.conpool.autoconfigure.restclient;

import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.autoconfigure.H2ClientRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Auto-configuration of {@link H2ClientHttpRequestFactoryBuilder} for every RestClient
 * and RestTemplate that Spring Boot configures; off unless it is asked for, and where the
 * application has chosen another one.
 */
@AutoConfiguration(after = H2ClientAutoConfiguration.class, before = ImperativeHttpClientAutoConfiguration.class)
@ConditionalOnClass({ ClientHttpRequestFactory.class, ClientHttpRequestFactoryBuilder.class })
@ConditionalOnBooleanProperty("conpool.h2.rest-client.enabled")
@Conditional(H2ClientHttpRequestFactoryAutoConfiguration.NoOtherChoice.class)
@ConditionalOnBean(H2ClientRegistry.class)
public final class H2ClientHttpRequestFactoryAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ClientHttpRequestFactoryBuilder.class)
	H2ClientHttpRequestFactoryBuilder h2ClientHttpRequestFactoryBuilder(H2ClientRegistry clients) {
		return new H2ClientHttpRequestFactoryBuilder(
				(variant) -> clients.plainClient(H2ClientRegistry.DEFAULT, variant));
	}

	/** The application has not chosen one of Spring Boot's own factories. */
	static final class NoOtherChoice extends NoneNestedConditions {

		NoOtherChoice() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@ConditionalOnProperty("spring.http.clients.imperative.factory")
		static final class Factory {

		}

	}

}

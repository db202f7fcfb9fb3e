package io.conpool.autoconfigure.webclient;

import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.autoconfigure.H2ClientRegistry;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Auto-configuration of {@link H2ClientHttpConnectorBuilder} for every WebClient that
 * Spring Boot configures; off unless it is asked for, and where the application has
 * chosen another one.
 */
@AutoConfiguration(after = H2ClientAutoConfiguration.class, before = ReactiveHttpClientAutoConfiguration.class)
@ConditionalOnClass({ ClientHttpConnector.class, ClientHttpConnectorBuilder.class, Mono.class })
@ConditionalOnBooleanProperty("conpool.h2.web-client.enabled")
@Conditional(H2ClientHttpConnectorAutoConfiguration.NoOtherChoice.class)
@ConditionalOnBean(H2ClientRegistry.class)
public final class H2ClientHttpConnectorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ClientHttpConnectorBuilder.class)
	H2ClientHttpConnectorBuilder h2ClientHttpConnectorBuilder(H2ClientRegistry clients) {
		return new H2ClientHttpConnectorBuilder((variant) -> clients.plainClient(H2ClientRegistry.DEFAULT, variant));
	}

	/** The application has not chosen one of Spring Boot's own connectors. */
	static final class NoOtherChoice extends NoneNestedConditions {

		NoOtherChoice() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@ConditionalOnProperty("spring.http.clients.reactive.connector")
		static final class Connector {

		}

	}

}

package io.conpool.autoconfigure.webclient;

import io.conpool.autoconfigure.httpclient.HttpServiceGroups;
import io.conpool.autoconfigure.httpclient.HttpServiceGroupsAutoConfiguration;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

/**
 * Auto-configuration of the HTTP service groups that send by HTTP/2 and whose clients are
 * WebClients.
 */
@AutoConfiguration(after = HttpServiceGroupsAutoConfiguration.class)
@ConditionalOnClass({ WebClientHttpServiceGroupConfigurer.class, ClientHttpConnectorBuilder.class, Mono.class })
@ConditionalOnBean(HttpServiceGroups.class)
public final class WebClientGroupAutoConfiguration {

	@Bean
	WebClientGroupConfigurer h2WebClientGroupConfigurer(HttpServiceGroups groups) {
		return new WebClientGroupConfigurer(groups);
	}

	/**
	 * Spring Boot's own customizer, of order 0, gives the builders of groups, too, the
	 * connector of all clients (spring-boot issue 49279).
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClientCustomizer.class)
	static class AfterSpringBoot {

		@Bean
		@Order(1)
		WebClientCustomizer h2WebClientGroupCustomizer(WebClientGroupConfigurer configurer) {
			return configurer::giveAgain;
		}

	}

}

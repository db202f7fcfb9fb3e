package io.conpool.autoconfigure.endpoint;

import io.conpool.H2Client;
import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.autoconfigure.H2ClientRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class H2ConpoolEndpointAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(H2ClientAutoConfiguration.class, H2ConpoolEndpointAutoConfiguration.class));

	private final ApplicationContextRunner exposed = this.contextRunner
		.withPropertyValues("management.endpoints.web.exposure.include=h2conpool");

	@Test
	void theEndpointIsThereWhereItIsExposed() {
		this.exposed.run((context) -> assertThat(context).hasSingleBean(H2ConpoolEndpoint.class)
			.hasSingleBean(H2ConpoolEndpointWebExtension.class));
	}

	@Test
	void overJmxThereIsNoWebExtension() {
		this.contextRunner
			.withPropertyValues("management.endpoints.jmx.exposure.include=h2conpool", "spring.jmx.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(H2ConpoolEndpoint.class)
				.doesNotHaveBean(H2ConpoolEndpointWebExtension.class));
	}

	@Test
	void nothingIsThereWhereItIsNotExposed() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(H2ConpoolEndpoint.class)
			.doesNotHaveBean(H2ConpoolEndpointWebExtension.class));
	}

	@Test
	void nothingIsThereWithoutAccess() {
		this.exposed.withPropertyValues("management.endpoint.h2conpool.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(H2ConpoolEndpoint.class));
	}

	@Test
	void nothingIsThereWhenTheClientIsSwitchedOff() {
		this.exposed.withPropertyValues("conpool.h2.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(H2ConpoolEndpoint.class));
	}

	@Test
	void nothingIsThereWithoutTheActuator() {
		this.exposed.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).doesNotHaveBean(H2ConpoolEndpointAutoConfiguration.class)
				.hasSingleBean(H2Client.class));
	}

	@Test
	void theUsersEndpointWins() {
		this.exposed.withUserConfiguration(EndpointConfiguration.class)
			.run((context) -> assertThat(context).getBeanNames(H2ConpoolEndpoint.class).containsExactly("mine"));
	}

	@Configuration(proxyBeanMethods = false)
	static class EndpointConfiguration {

		@Bean
		H2ConpoolEndpoint mine(H2ClientRegistry registry) {
			return new H2ConpoolEndpoint(registry);
		}

	}

}

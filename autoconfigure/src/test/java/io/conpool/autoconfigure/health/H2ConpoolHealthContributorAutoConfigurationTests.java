package io.conpool.autoconfigure.health;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.conpool.H2Client;
import io.conpool.HttpProtocolHandler;
import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.autoconfigure.testsupport.ScriptedHandler;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class H2ConpoolHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(H2ClientAutoConfiguration.class, H2ConpoolHealthContributorAutoConfiguration.class,
					HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class));

	@Test
	void theComponentIsCalledH2Conpool() {
		this.contextRunner
			.run((context) -> assertThat(context.getBean(HealthContributorRegistry.class).getContributor("h2Conpool"))
				.isInstanceOf(H2ConpoolHealthIndicator.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.health.h2-conpool.enabled", "management.health.h2Conpool.enabled",
			"management.health.defaults.enabled", "conpool.h2.enabled" })
	void itCanBeSwitchedOff(String property) {
		this.contextRunner.withPropertyValues(property + "=false")
			.run((context) -> assertThat(context).doesNotHaveBean(H2ConpoolHealthIndicator.class));
	}

	@Test
	void itCanBeSwitchedOnAlone() {
		this.contextRunner
			.withPropertyValues("management.health.defaults.enabled=false", "management.health.h2-conpool.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(H2ConpoolHealthIndicator.class));
	}

	@Test
	void nothingIsThereWithoutSpringBootsHealth() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(H2ClientAutoConfiguration.class,
					H2ConpoolHealthContributorAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(ConditionalOnEnabledHealthIndicator.class))
			.run((context) -> assertThat(context).doesNotHaveBean(H2ConpoolHealthContributorAutoConfiguration.class)
				.hasSingleBean(H2Client.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "h2ConpoolHealthIndicator", "h2ConpoolHealthContributor" })
	void theUsersIndicatorWins(String name) {
		HealthIndicator mine = () -> Health.outOfService().build();
		this.contextRunner.withBean(name, HealthIndicator.class, () -> mine).run((context) -> {
			assertThat(context).doesNotHaveBean(H2ConpoolHealthIndicator.class);
			assertThat(context.getBean(HealthContributorRegistry.class).getContributor("h2Conpool")).isSameAs(mine);
		});
	}

	@Test
	void nothingIsThereForSeveralPools() {
		this.contextRunner.withUserConfiguration(SecondPoolConfiguration.class)
			.run((context) -> assertThat(context).doesNotHaveBean(H2ConpoolHealthIndicator.class)
				.hasSingleBean(H2Client.class));
	}

	@Test
	void aPoolThatIsNoDefaultCandidateDoesNotCount() {
		this.contextRunner.withUserConfiguration(HiddenPoolConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(H2ConpoolHealthIndicator.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class SecondPoolConfiguration {

		@Bean
		Conpool<String> second(HttpProtocolHandler handler) {
			return pool(handler);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HiddenPoolConfiguration {

		@Bean(defaultCandidate = false)
		Conpool<String> second(HttpProtocolHandler handler) {
			return pool(handler);
		}

	}

	private static Conpool<String> pool(HttpProtocolHandler handler) {
		return new Conpool<>(new ScriptedHandler<>((endpoint) -> new CompletableFuture<>()), PoolConfig.defaults(),
				handler.scheduler(), PoolListener.all(List.of()));
	}

}

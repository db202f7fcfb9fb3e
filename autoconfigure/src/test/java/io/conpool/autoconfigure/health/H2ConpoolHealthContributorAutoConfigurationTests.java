package io.conpool.autoconfigure.health;

import java.util.List;
import java.util.Map;

import io.conpool.H2Client;
import io.conpool.autoconfigure.ConnectionVariant;
import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.autoconfigure.testsupport.TestServer;
import io.conpool.endpoint.Endpoint;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class H2ConpoolHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(H2ClientAutoConfiguration.class, H2ConpoolHealthContributorAutoConfiguration.class,
					HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class));

	@Test
	void theComponentIsCalledH2Conpool() {
		this.contextRunner
			.run((context) -> assertThat(context.getBean(HealthContributorRegistry.class).getContributor("h2Conpool"))
				.isInstanceOf(H2ConpoolHealthContributor.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.health.h2-conpool.enabled", "management.health.h2Conpool.enabled",
			"management.health.defaults.enabled", "conpool.h2.enabled" })
	void itCanBeSwitchedOff(String property) {
		this.contextRunner.withPropertyValues(property + "=false")
			.run((context) -> assertThat(context).doesNotHaveBean(H2ConpoolHealthContributor.class));
	}

	@Test
	void itCanBeSwitchedOnAlone() {
		this.contextRunner
			.withPropertyValues("management.health.defaults.enabled=false", "management.health.h2-conpool.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(H2ConpoolHealthContributor.class));
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
			assertThat(context).doesNotHaveBean(H2ConpoolHealthContributor.class);
			assertThat(context.getBean(HealthContributorRegistry.class).getContributor("h2Conpool")).isSameAs(mine);
		});
	}

	@Test
	void everyClientIsThereUnderItsName() {
		this.contextRunner
			.withPropertyValues("conpool.h2.clients.orders.max-replays=1", "conpool.h2.clients.stock.max-replays=1")
			.run((context) -> {
				H2ConpoolHealthContributor contributor = context.getBean(H2ConpoolHealthContributor.class);
				assertThat(contributor.stream()).extracting(HealthContributors.Entry::name)
					.containsExactly("default", "orders", "stock");
			});
	}

	@Test
	void aClientThatDoesNotRunIsUnknownAndNotStarted() {
		this.contextRunner.withPropertyValues("conpool.h2.clients.orders.max-replays=1").run((context) -> {
			HealthIndicator orders = (HealthIndicator) context.getBean(H2ConpoolHealthContributor.class)
				.getContributor("orders");
			assertThat(orders.health()).isEqualTo(Health.unknown().withDetail("running", false).build());
			assertThat(context.getBean(H2ClientRegistry.class).pools()).containsOnlyKeys("default");
		});
	}

	@Test
	void aClientThatRunsIsShownWithItsEndpointsAndItsVariants() {
		try (TestServer server = new TestServer()) {
			this.contextRunner.withPropertyValues("conpool.h2.clients.orders.base-url=" + server.endpoint())
				.run((context) -> {
					H2ClientRegistry registry = context.getBean(H2ClientRegistry.class);
					registry.client("orders").get("/hello");
					H2Client variant = registry.plainClient("orders",
							new ConnectionVariant(null, (address) -> true, null));
					variant.get("/hello");
					H2ConpoolHealthContributor contributor = context.getBean(H2ConpoolHealthContributor.class);
					for (String name : List.of("orders", "orders~1")) {
						Health health = ((HealthIndicator) contributor.getContributor(name)).health();
						assertThat(health.getStatus()).isEqualTo(Status.UP);
						assertThat(health.getDetails().get("endpoints"))
							.isEqualTo(Map.of(server.endpoint().toString(), details(health, server.endpoint())));
					}
					assertThat(variant).isNotNull();
				});
		}
	}

	@Test
	void thereIsNothingOfAnUnknownName() {
		this.contextRunner
			.run((context) -> assertThat(context.getBean(H2ConpoolHealthContributor.class).getContributor("orders"))
				.isNull());
	}

	@Test
	void connectionsAreAskedForASignOfLifeIfThatIsConfigured() {
		try (TestServer server = new TestServer()) {
			this.contextRunner.withPropertyValues("conpool.h2.health.probe-timeout=20s").run((context) -> {
				context.getBean(H2Client.class).get(server.url("/hello"));
				Health health = ((HealthIndicator) context.getBean(H2ConpoolHealthContributor.class)
					.getContributor("default")).health();
				assertThat(details(health, server.endpoint())).asInstanceOf(InstanceOfAssertFactories.MAP)
					.containsKey("ping");
			});
		}
	}

	private static Object details(Health health, Endpoint endpoint) {
		return ((Map<?, ?>) health.getDetails().get("endpoints")).get(endpoint.toString());
	}

}

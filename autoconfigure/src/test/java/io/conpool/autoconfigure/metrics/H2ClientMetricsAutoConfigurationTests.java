package io.conpool.autoconfigure.metrics;

import io.conpool.H2Client;
import io.conpool.autoconfigure.ConnectionVariant;
import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.autoconfigure.testsupport.TestServer;
import io.conpool.micrometer.ConpoolMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class H2ClientMetricsAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(H2ClientAutoConfiguration.class, H2ClientMetricsAutoConfiguration.class,
						MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class);

	@Test
	void metersOfTheClientAreInTheRegistry() {
		try (TestServer server = new TestServer()) {
			this.contextRunner.run((context) -> {
				context.getBean(H2Client.class).get(server.url("/hello"));
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				String endpoint = server.endpoint().toString();
				assertThat(
						registry.get("conpool.acquire").tags("client", "default", "endpoint", endpoint).timer().count())
					.isOne();
				assertThat(registry.get("conpool.streams.capacity").gauge().value()).isEqualTo(50);
				assertThat(registry.get("conpool.data.read").functionCounter().count()).isPositive();
			});
		}
	}

	@Test
	void severalRegistriesHaveTheMeters() {
		try (TestServer server = new TestServer()) {
			this.contextRunner.withBean("second", SimpleMeterRegistry.class).run((context) -> {
				context.getBean(H2Client.class).get(server.url("/hello"));
				assertThat(context.getBeansOfType(SimpleMeterRegistry.class).values()).hasSize(2)
					.allSatisfy((registry) -> assertThat(registry.get("conpool.acquire").timer().count()).isOne());
			});
		}
	}

	@Test
	void everyClientHasItsOwnMetersThoughItStartsLate() {
		try (TestServer server = new TestServer()) {
			this.contextRunner.withPropertyValues("conpool.h2.clients.orders.base-url=" + server.endpoint())
				.run((context) -> {
					H2ClientRegistry clients = context.getBean(H2ClientRegistry.class);
					MeterRegistry registry = context.getBean(MeterRegistry.class);
					clients.client("default").get(server.url("/hello"));
					assertThat(registry.find("conpool.acquire").tag("client", "orders").timer()).isNull();
					clients.client("orders").get("/hello");
					clients.client("orders").get("/hello");
					H2Client variant = clients.plainClient("orders",
							new ConnectionVariant(null, (address) -> true, null));
					variant.get("/hello");
					assertThat(acquired(registry, "default")).isOne();
					assertThat(acquired(registry, "orders")).isEqualTo(2);
					assertThat(acquired(registry, "orders~1")).isOne();
					assertThat(variant).isNotNull();
				});
		}
	}

	@Test
	void metersOfAClientThatIsStoppedAreGoneAndComeBack() {
		try (TestServer server = new TestServer()) {
			this.contextRunner.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				context.getBean(H2Client.class).get(server.url("/hello"));
				context.stop();
				assertThat(registry.find("conpool.acquire").timers()).isEmpty();
				context.start();
				context.getBean(H2Client.class).get(server.url("/hello"));
				assertThat(acquired(registry, "default")).isOne();
			});
		}
	}

	@Test
	void metersOfOpenTelemetryAreThereIfTheyAreWanted() {
		try (TestServer server = new TestServer()) {
			this.contextRunner.run((context) -> {
				context.getBean(H2Client.class).get(server.url("/hello"));
				assertThat(context.getBean(MeterRegistry.class).find("http.client.open_connections").meters())
					.isEmpty();
			});
			this.contextRunner.withPropertyValues("conpool.h2.metrics.open-telemetry=true").run((context) -> {
				context.getBean(H2Client.class).get(server.url("/hello"));
				assertThat(context.getBean(MeterRegistry.class)
					.get("http.client.open_connections")
					.tag("client", "default")
					.meters()).isNotEmpty();
			});
		}
	}

	private static long acquired(MeterRegistry registry, String client) {
		return registry.get("conpool.acquire").tag("client", client).timer().count();
	}

	@Test
	void nothingIsThereWithoutARegistry() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(H2ClientAutoConfiguration.class, H2ClientMetricsAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(ClientMeters.class).hasSingleBean(H2Client.class));
	}

	@Test
	void nothingIsThereWithoutMicrometer() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(H2ClientAutoConfiguration.class, H2ClientMetricsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).doesNotHaveBean(H2ClientMetricsAutoConfiguration.class)
				.hasSingleBean(H2Client.class));
	}

	@Test
	void nothingIsThereWhenTheClientIsSwitchedOff() {
		this.contextRunner.withPropertyValues("conpool.h2.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ClientMeters.class));
	}

	@Test
	void theUsersMetricsWin() {
		ConpoolMetrics metrics = new ConpoolMetrics("mine");
		this.contextRunner.withBean("mine", ConpoolMetrics.class, () -> metrics)
			.run((context) -> assertThat(context).doesNotHaveBean(ClientMeters.class)
				.getBean(ConpoolMetrics.class)
				.isSameAs(metrics));
	}

}

package io.conpool.autoconfigure.metrics;

import io.conpool.H2Client;
import io.conpool.autoconfigure.H2ClientAutoConfiguration;
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
	void nothingIsThereWithoutARegistry() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(H2ClientAutoConfiguration.class, H2ClientMetricsAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(ConpoolMetrics.class).hasSingleBean(H2Client.class));
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
			.run((context) -> assertThat(context).doesNotHaveBean(ConpoolMetrics.class));
	}

	@Test
	void theUsersMetricsWin() {
		ConpoolMetrics metrics = new ConpoolMetrics("mine");
		this.contextRunner.withBean("mine", ConpoolMetrics.class, () -> metrics)
			.run((context) -> assertThat(context).getBean(ConpoolMetrics.class).isSameAs(metrics));
	}

}

package io.conpool.autoconfigure.observation;

import java.util.Arrays;
import java.util.List;

import io.conpool.H2Client;
import io.conpool.autoconfigure.H2ClientDecorator;
import io.conpool.autoconfigure.testsupport.TestServer;
import io.conpool.micrometer.observation.DefaultH2ClientObservationConvention;
import io.conpool.micrometer.observation.H2ClientObservationConvention;
import io.conpool.micrometer.observation.H2ClientObservationDocumentation;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.http.client.observation.ClientHttpObservationDocumentation;

import static org.assertj.core.api.Assertions.assertThat;

class H2ClientObservationAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(H2ClientObservationAutoConfiguration.class));

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final ApplicationContextRunner observing = this.contextRunner.withBean(ObservationRegistry.class,
			() -> this.registry);

	@Test
	void callsOfADecoratedClientAreObserved() {
		this.observing.run((context) -> {
			call(context);
			this.registry.assertThat()
				.hasSingleObservationThat()
				.hasNameEqualTo("http.client.requests")
				.hasBeenStopped()
				.hasLowCardinalityKeyValue("status", "200");
		});
	}

	@Test
	void theObservationsNameFollowsTheProperty() {
		this.observing.withPropertyValues("management.observations.http.client.requests.name=app.calls")
			.run((context) -> {
				call(context);
				this.registry.assertThat().hasSingleObservationThat().hasNameEqualTo("app.calls");
			});
	}

	@Test
	void theUsersConventionWins() {
		this.observing.withPropertyValues("management.observations.http.client.requests.name=app.calls")
			.withBean(H2ClientObservationConvention.class, () -> new DefaultH2ClientObservationConvention("mine"))
			.run((context) -> {
				call(context);
				this.registry.assertThat().hasSingleObservationThat().hasNameEqualTo("mine");
			});
	}

	@Test
	void observationsBecomeMetersInBootsRegistries() {
		meters().run((context) -> {
			call(context);
			assertThat(context.getBean(MeterRegistry.class)
				.get("http.client.requests")
				.tags("client.name", "127.0.0.1", "outcome", "SUCCESS", "uri", "none")
				.timer()
				.count()).isOne();
		});
	}

	@Test
	void theObservationIsSwitchedOffByBootsProperty() {
		meters().withPropertyValues("management.observations.enable.http.client.requests=false").run((context) -> {
			call(context);
			assertThat(context.getBean(MeterRegistry.class).find("http.client.requests").meters()).isEmpty();
		});
	}

	@Test
	void nothingIsThereWithoutARegistry() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(H2ClientDecorator.class));
	}

	@Test
	void nothingIsThereWithoutMicrometersObservation() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("io.micrometer.observation"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(H2ClientObservationAutoConfiguration.class));
	}

	@Test
	void nothingIsThereWithoutBootsObservation() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.boot.micrometer.observation"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(H2ClientObservationAutoConfiguration.class));
	}

	@Test
	void nothingIsThereWhenTheClientIsSwitchedOff() {
		this.observing.withPropertyValues("conpool.h2.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(H2ClientDecorator.class));
	}

	@Test
	void theKeysAreThoseOfSpringsClientsSoThatOneMeterShowsAllCalls() {
		assertThat(H2ClientObservationDocumentation.HTTP_CLIENT_REQUESTS.getLowCardinalityKeyNames())
			.extracting(KeyName::asString)
			.containsExactlyInAnyOrderElementsOf(
					asStrings(ClientHttpObservationDocumentation.HTTP_CLIENT_EXCHANGES.getLowCardinalityKeyNames()));
		assertThat(H2ClientObservationDocumentation.HTTP_CLIENT_REQUESTS.getHighCardinalityKeyNames())
			.extracting(KeyName::asString)
			.containsExactlyInAnyOrderElementsOf(
					asStrings(ClientHttpObservationDocumentation.HTTP_CLIENT_EXCHANGES.getHighCardinalityKeyNames()));
	}

	private static List<String> asStrings(KeyName[] names) {
		return Arrays.stream(names).map(KeyName::asString).toList();
	}

	private ApplicationContextRunner meters() {
		return this.contextRunner.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class);
	}

	private static void call(ApplicationContext context) {
		try (TestServer server = new TestServer();
				H2Client client = context.getBean(H2ClientDecorator.class)
					.decorate("default", H2Client.builder().build())) {
			assertThat(client.get(server.url("/hello")).status()).isEqualTo(200);
		}
	}

}

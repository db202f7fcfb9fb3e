package io.conpool.autoconfigure.restclient;

import java.net.ConnectException;
import java.net.SocketTimeoutException;

import io.conpool.H2Client;
import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.autoconfigure.testsupport.PathServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class H2ClientHttpRequestFactoryAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(SslAutoConfiguration.class,
			H2ClientAutoConfiguration.class, H2ClientHttpRequestFactoryAutoConfiguration.class,
			HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
			RestClientAutoConfiguration.class, RestTemplateAutoConfiguration.class);

	private final PathServer server = new PathServer().on("/", (exchange) -> exchange.respond(200, "hello"))
		.on("/silent", (exchange) -> {
		});

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues("conpool.h2.rest-client.enabled=true", "conpool.h2.pool.connect-retries=0");

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void isOffUnlessItIsAskedFor() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasSingleBean(ClientHttpRequestFactoryBuilder.class)
				.doesNotHaveBean(H2ClientHttpRequestFactoryBuilder.class));
	}

	@Test
	void isOffWhereTheClientIs() {
		this.runner.withPropertyValues("conpool.h2.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(H2ClientHttpRequestFactoryBuilder.class));
	}

	@Test
	void servesEveryRestClientAndRestTemplate() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ClientHttpRequestFactoryBuilder.class);
			assertThat(context.getBean(ClientHttpRequestFactory.class)).isInstanceOf(H2ClientHttpRequestFactory.class);
			assertThat(hello(context)).isEqualTo("hello");
			assertThat(
					context.getBean(RestTemplateBuilder.class).build().getForObject(this.server.uri("/"), String.class))
				.isEqualTo("hello");
		});
	}

	@Test
	void servesReactiveWebApplications() {
		new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("conpool.h2.rest-client.enabled=true")
			.run((context) -> assertThat(context.getBean(RestClient.Builder.class)
				.build()
				.get()
				.uri(this.server.uri("/"))
				.retrieve()
				.body(String.class)).isEqualTo("hello"));
	}

	@Test
	void everyRestClientUsesTheConnectionsOfTheDefaultClient() {
		this.runner.run((context) -> {
			hello(context);
			hello(context);
			context.getBean(H2Client.class).get(this.server.url("/"));
			assertThat(this.server.connections()).isOne();
			assertThat(context.getBean(H2ClientRegistry.class).pools()).containsOnlyKeys("default");
		});
	}

	@Test
	void theFactoryThatIsChosenByPropertyWins() {
		this.runner.withPropertyValues("spring.http.clients.imperative.factory=jdk")
			.run((context) -> assertThat(context).doesNotHaveBean(H2ClientHttpRequestFactoryBuilder.class));
	}

	@Test
	void theApplicationsOwnBuilderWins() {
		this.runner.withBean(ClientHttpRequestFactoryBuilder.class, ClientHttpRequestFactoryBuilder::simple)
			.run((context) -> assertThat(context).hasSingleBean(ClientHttpRequestFactoryBuilder.class)
				.doesNotHaveBean(H2ClientHttpRequestFactoryBuilder.class));
	}

	@Test
	void withoutSpringBootsHttpClientsThereIsNothingToServe() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(H2ClientAutoConfiguration.class,
					H2ClientHttpRequestFactoryAutoConfiguration.class))
			.withPropertyValues("conpool.h2.rest-client.enabled=true")
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.http.client"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("h2ClientHttpRequestFactoryBuilder"));
	}

	@Test
	void theReadTimeoutHolds() {
		this.runner.withPropertyValues("spring.http.clients.read-timeout=200ms")
			.run((context) -> assertThatExceptionOfType(ResourceAccessException.class)
				.isThrownBy(() -> call(context, "/silent"))
				.withCauseInstanceOf(SocketTimeoutException.class));
	}

	@Test
	void theAddressFilterHoldsAndItsConnectionsAreNotShared() {
		this.runner.withBean(InetAddressFilter.class, () -> InetAddressFilter.of("10.0.0.0/8")).run((context) -> {
			context.getBean(H2Client.class).get(this.server.url("/"));
			assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> hello(context))
				.withCauseInstanceOf(ConnectException.class);
		});
	}

	@Test
	void settingsOfConnectionsMakeOnePoolHoweverManyRestClientsThereAre() {
		this.runner.withPropertyValues("spring.http.clients.connect-timeout=5s").run((context) -> {
			RestClient first = restClient(context);
			RestClient second = restClient(context);
			assertThat(hello(first)).isEqualTo(hello(second)).isEqualTo("hello");
			assertThat(this.server.connections()).isOne();
			assertThat(context.getBean(H2ClientRegistry.class).pools()).containsKey("default~1")
				.doesNotContainKey("default~2");
		});
	}

	private String hello(AssertableApplicationContext context) {
		return call(context, "/");
	}

	private String call(AssertableApplicationContext context, String path) {
		return restClient(context).get().uri(this.server.uri(path)).retrieve().body(String.class);
	}

	private String hello(RestClient restClient) {
		return restClient.get().uri(this.server.uri("/")).retrieve().body(String.class);
	}

	private static RestClient restClient(AssertableApplicationContext context) {
		return context.getBean(RestClient.Builder.class).build();
	}

}

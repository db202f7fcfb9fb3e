package io.conpool.autoconfigure.webclient;

import java.net.SocketTimeoutException;
import java.time.Duration;

import io.conpool.H2Client;
import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.autoconfigure.testsupport.PathServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class H2ClientHttpConnectorAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(SslAutoConfiguration.class,
			H2ClientAutoConfiguration.class, H2ClientHttpConnectorAutoConfiguration.class,
			HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
			WebClientAutoConfiguration.class);

	private final PathServer server = new PathServer().on("/", (exchange) -> exchange.respond(200, "hello"))
		.on("/silent", (exchange) -> {
		});

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues("conpool.h2.web-client.enabled=true");

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void isOffUnlessItIsAskedFor() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasSingleBean(ClientHttpConnectorBuilder.class)
				.doesNotHaveBean(H2ClientHttpConnectorBuilder.class));
	}

	@Test
	void isOffWhereTheClientIs() {
		this.runner.withPropertyValues("conpool.h2.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(H2ClientHttpConnectorBuilder.class));
	}

	@Test
	void servesEveryWebClientWithTheConnectionsOfTheDefaultClient() {
		this.runner.run((context) -> {
			assertThat(context.getBean(ClientHttpConnector.class)).isInstanceOf(H2ClientHttpConnector.class);
			assertThat(call(context, "/")).isEqualTo("hello");
			assertThat(call(context, "/")).isEqualTo("hello");
			context.getBean(H2Client.class).get(this.server.url("/"));
			assertThat(this.server.connections()).isOne();
		});
	}

	@Test
	void theConnectorThatIsChosenByPropertyWins() {
		this.runner.withPropertyValues("spring.http.clients.reactive.connector=jdk")
			.run((context) -> assertThat(context).doesNotHaveBean(H2ClientHttpConnectorBuilder.class));
	}

	@Test
	void theApplicationsOwnBuilderWins() {
		this.runner.withBean(ClientHttpConnectorBuilder.class, ClientHttpConnectorBuilder::jdk)
			.run((context) -> assertThat(context).hasSingleBean(ClientHttpConnectorBuilder.class)
				.doesNotHaveBean(H2ClientHttpConnectorBuilder.class));
	}

	@Test
	void theApplicationsOwnConnectorWins() {
		this.runner.withBean(JdkClientHttpConnector.class)
			.run((context) -> assertThat(context).getBean(ClientHttpConnector.class)
				.isInstanceOf(JdkClientHttpConnector.class));
	}

	@Test
	void withoutReactorThereIsNothingToServe() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(H2ClientAutoConfiguration.class,
					H2ClientHttpConnectorAutoConfiguration.class))
			.withPropertyValues("conpool.h2.web-client.enabled=true")
			.withClassLoader(new FilteredClassLoader(Mono.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("h2ClientHttpConnectorBuilder"));
	}

	@Test
	void theReadTimeoutHolds() {
		this.runner.withPropertyValues("spring.http.clients.read-timeout=200ms")
			.run((context) -> assertThatExceptionOfType(WebClientRequestException.class)
				.isThrownBy(() -> call(context, "/silent"))
				.withCauseInstanceOf(SocketTimeoutException.class));
	}

	private String call(AssertableApplicationContext context, String path) {
		return context.getBean(WebClient.Builder.class)
			.build()
			.get()
			.uri(this.server.uri(path))
			.retrieve()
			.bodyToMono(String.class)
			.block(Duration.ofSeconds(10));
	}

}

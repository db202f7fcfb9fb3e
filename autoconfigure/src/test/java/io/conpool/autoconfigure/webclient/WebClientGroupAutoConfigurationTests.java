package io.conpool.autoconfigure.webclient;

import java.net.SocketTimeoutException;

import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.autoconfigure.httpclient.HttpServiceGroupsAutoConfiguration;
import io.conpool.autoconfigure.testsupport.Greetings;
import io.conpool.autoconfigure.testsupport.PathServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WebClientGroupAutoConfigurationTests {

	// Fails without a server, so that a test sees who was asked.
	private static final ClientHttpConnector OWN = (method, uri, callback) -> Mono
		.error(new IllegalStateException("own"));

	private final PathServer server = new PathServer().on("/hello", (exchange) -> exchange.respond(200, "hello"))
		.on("/silent", (exchange) -> {
		});

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, H2ClientAutoConfiguration.class,
				HttpServiceGroupsAutoConfiguration.class, WebClientGroupAutoConfiguration.class,
				HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				WebClientAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class,
				ReactiveHttpServiceClientAutoConfiguration.class))
		.withUserConfiguration(OneGroup.class)
		.withPropertyValues("conpool.h2.http-service-groups=greetings",
				"spring.http.serviceclient.greetings.base-url=" + this.server.url(""));

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void aGroupThatIsNamedSendsByHttp2() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ClientHttpConnector.class);
			assertThat(context.getBean(Greetings.class).hello()).isEqualTo("hello");
			assertThat(context.getBean(H2ClientRegistry.class).pools()).containsOnlyKeys("default");
		});
	}

	@Test
	void aGroupThatHasTheNameOfAClientUsesItsConnections() {
		this.runner.withPropertyValues("conpool.h2.clients.greetings.headers.x-of=greetings").run((context) -> {
			assertThat(context.getBean(Greetings.class).hello()).isEqualTo("hello");
			assertThat(context.getBean(H2ClientRegistry.class).pools()).containsKey("greetings");
			assertThat(this.server.next().header("x-of")).containsExactly("greetings");
		});
	}

	@Test
	void theSettingsOfTheGroupHold() {
		this.runner.withPropertyValues("spring.http.serviceclient.greetings.read-timeout=200ms")
			.run((context) -> assertThatExceptionOfType(WebClientRequestException.class)
				.isThrownBy(() -> context.getBean(Greetings.class).silence())
				.withCauseInstanceOf(SocketTimeoutException.class));
	}

	@Test
	void theConnectorOfTheApplicationsCustomizerWins() {
		this.runner.withBean(WebClientCustomizer.class, () -> (builder) -> builder.clientConnector(OWN))
			.run((context) -> assertThatExceptionOfType(WebClientRequestException.class)
				.isThrownBy(() -> context.getBean(Greetings.class).hello())
				.withMessageContaining("own"));
	}

	@Test
	void theConnectorOfTheApplicationsConfigurerWins() {
		this.runner
			.withBean(WebClientHttpServiceGroupConfigurer.class,
					() -> (groups) -> groups.forEachClient((group, builder) -> builder.clientConnector(OWN)))
			.run((context) -> assertThatExceptionOfType(WebClientRequestException.class)
				.isThrownBy(() -> context.getBean(Greetings.class).hello())
				.withMessageContaining("own"));
	}

	@Test
	void groupsAreServedWithoutSpringBootsWebClients() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(H2ClientAutoConfiguration.class, HttpServiceGroupsAutoConfiguration.class,
							WebClientGroupAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class))
			.withUserConfiguration(OneGroup.class)
			.withPropertyValues("conpool.h2.http-service-groups=greetings",
					"conpool.h2.base-url=" + this.server.url(""))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.webclient"))
			.run((context) -> assertThat(context.getBean(Greetings.class).hello()).isEqualTo("hello"));
	}

	@Test
	void withoutReactorThereIsNothingToServe() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(H2ClientAutoConfiguration.class, HttpServiceGroupsAutoConfiguration.class,
							WebClientGroupAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(Mono.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("h2HttpServiceGroups")
				.doesNotHaveBean("h2WebClientGroupConfigurer"));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "greetings", types = Greetings.class, clientType = ClientType.WEB_CLIENT)
	static class OneGroup {

	}

}

package io.conpool.autoconfigure.restclient;

import java.net.SocketTimeoutException;

import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.autoconfigure.httpclient.HttpServiceGroups;
import io.conpool.autoconfigure.httpclient.HttpServiceGroupsAutoConfiguration;
import io.conpool.autoconfigure.testsupport.Greetings;
import io.conpool.autoconfigure.testsupport.OtherGreetings;
import io.conpool.autoconfigure.testsupport.PathServer;
import io.conpool.error.InvalidSettingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.ImportHttpServices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RestClientGroupAutoConfigurationTests {

	// Answers without a server, so that a test sees who was asked.
	private static final ClientHttpRequestFactory OWN = (uri, method) -> {
		MockClientHttpRequest request = new MockClientHttpRequest(HttpMethod.GET, uri);
		request.setResponse(new MockClientHttpResponse("own".getBytes(UTF_8), 200));
		return request;
	};

	private final PathServer server = new PathServer().on("/hello", (exchange) -> exchange.respond(200, "hello"))
		.on("/silent", (exchange) -> {
		});

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, H2ClientAutoConfiguration.class,
				HttpServiceGroupsAutoConfiguration.class, RestClientGroupAutoConfiguration.class,
				HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
				RestClientAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class,
				HttpServiceClientAutoConfiguration.class))
		.withUserConfiguration(TwoGroups.class)
		.withPropertyValues("conpool.h2.http-service-groups=greetings",
				"spring.http.serviceclient.greetings.base-url=" + this.server.url(""));

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void aGroupThatIsNamedSendsByHttp2() {
		this.runner.run((context) -> {
			assertThat(context.getBean(Greetings.class).hello()).isEqualTo("hello");
			assertThat(context.getBean(H2ClientRegistry.class).pools()).containsOnlyKeys("default");
		});
	}

	@Test
	void severalGroupsMayBeNamed() {
		this.runner
			.withPropertyValues("conpool.h2.http-service-groups=greetings,others",
					"spring.http.serviceclient.others.base-url=" + this.server.url(""))
			.run((context) -> {
				assertThat(context.getBean(Greetings.class).hello()).isEqualTo("hello");
				assertThat(context.getBean(OtherGreetings.class).hello()).isEqualTo("hello");
			});
	}

	@Test
	void otherGroupsAreLeftAsTheyAre() {
		this.runner.withBean(RestClientHttpServiceGroupConfigurer.class, () -> new First(OWN)).run((context) -> {
			assertThat(context.getBean(Greetings.class).hello()).isEqualTo("hello");
			assertThat(context.getBean(OtherGreetings.class).hello()).isEqualTo("own");
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
	void theBaseUrlOfTheClientIsTheGroupsWhereItHasNone() {
		this.runner
			.withPropertyValues("conpool.h2.clients.greetings.base-url=" + this.server.url(""),
					"spring.http.serviceclient.greetings.base-url=")
			.run((context) -> assertThat(context.getBean(Greetings.class).hello()).isEqualTo("hello"));
	}

	@Test
	void theSettingsOfTheGroupGoBeforeThoseOfAll() {
		this.runner
			.withPropertyValues("spring.http.clients.read-timeout=1h", "spring.http.clients.connect-timeout=5s",
					"spring.http.serviceclient.greetings.read-timeout=200ms")
			.run((context) -> {
				assertThatExceptionOfType(ResourceAccessException.class)
					.isThrownBy(() -> context.getBean(Greetings.class).silence())
					.withCauseInstanceOf(SocketTimeoutException.class);
				assertThat(context.getBean(H2ClientRegistry.class).pools()).containsKey("default~1");
			});
	}

	@Test
	void theFactoryOfTheApplicationsCustomizerWins() {
		this.runner.withBean(RestClientCustomizer.class, () -> (builder) -> builder.requestFactory(OWN))
			.run((context) -> assertThat(context.getBean(Greetings.class).hello()).isEqualTo("own"));
	}

	@Test
	void theFactoryOfTheApplicationsConfigurerWins() {
		this.runner
			.withBean(RestClientHttpServiceGroupConfigurer.class,
					() -> (groups) -> groups.forEachClient((group, builder) -> builder.requestFactory(OWN)))
			.run((context) -> assertThat(context.getBean(Greetings.class).hello()).isEqualTo("own"));
	}

	@Test
	void aNameThatIsNoGroupFailsTheStartWithTheNamesThatThereAre() {
		this.runner.withPropertyValues("conpool.h2.http-service-groups=greetings,greting")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidSettingException.class)
				.hasMessage("httpServiceGroups: greting (expected: the names of HTTP service groups; "
						+ "there are [greetings, others])"));
	}

	@Test
	void withoutGroupsEveryNameFailsTheStart() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(H2ClientAutoConfiguration.class,
					HttpServiceGroupsAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class))
			.withPropertyValues("conpool.h2.http-service-groups=greetings")
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("there are none"));
	}

	@Test
	void withoutSpringBootsHttpClientsThereIsNothingToServe() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(H2ClientAutoConfiguration.class,
					HttpServiceGroupsAutoConfiguration.class, RestClientGroupAutoConfiguration.class))
			.withPropertyValues("conpool.h2.http-service-groups=greetings")
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.http.client"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("h2HttpServiceGroups"));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "greetings", types = Greetings.class)
	@ImportHttpServices(group = "others", types = OtherGreetings.class)
	static class TwoGroups {

	}

	/** Before every other: what it sets is replaced where anybody else sets something. */
	private record First(ClientHttpRequestFactory factory) implements RestClientHttpServiceGroupConfigurer {

		@Override
		public int getOrder() {
			return HttpServiceGroups.ORDER - 1;
		}

		@Override
		public void configureGroups(Groups<RestClient.Builder> groups) {
			groups.forEachClient((group, builder) -> builder.requestFactory(this.factory));
		}

	}

}

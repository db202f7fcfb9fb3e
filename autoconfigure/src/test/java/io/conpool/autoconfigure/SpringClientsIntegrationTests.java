package io.conpool.autoconfigure;

import java.time.Duration;

import io.conpool.autoconfigure.testsupport.SelfSigned;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientSsl;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webclient.autoconfigure.WebClientSsl;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every one of Spring's own clients in an application that calls itself by HTTP/2 over
 * TLS.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.ssl.bundle=test", "server.http2.enabled=true", "spring.http.clients.ssl.bundle=test",
				"conpool.h2.rest-client.enabled=true", "conpool.h2.web-client.enabled=true",
				"conpool.h2.http-service-groups=rest,web", "conpool.h2.clients.web.ssl.bundle=test",
				// Spring Cloud takes a group without one for a service.
				"spring.http.serviceclient.rest.base-url=https://localhost",
				"spring.http.serviceclient.web.base-url=https://localhost" })
class SpringClientsIntegrationTests {

	@LocalServerPort
	private int port;

	@Autowired
	private RestClient.Builder restClientBuilder;

	@Autowired
	private RestClientSsl restClientSsl;

	@Autowired
	private RestTemplateBuilder restTemplateBuilder;

	@Autowired
	private WebClient.Builder webClientBuilder;

	@Autowired
	private WebClientSsl webClientSsl;

	@Autowired
	private RestProtocol restProtocol;

	@Autowired
	private WebProtocol webProtocol;

	@Autowired
	private MeterRegistry meters;

	enum Way {

		REST_CLIENT, REST_CLIENT_SSL, REST_TEMPLATE, WEB_CLIENT, WEB_CLIENT_SSL, REST_GROUP, WEB_GROUP

	}

	@ParameterizedTest
	@EnumSource
	void everyWayGoesOverHttp2AndTlsAndIsObservedOnce(Way way) {
		long before = observed();
		assertThat(call(way)).isEqualTo("HTTP/2.0, secure: true");
		// WebClient gives the content away a moment before its observation ends.
		await().until(() -> observed() > before);
		assertThat(observed()).isEqualTo(before + 1);
	}

	private String call(Way way) {
		return switch (way) {
			case REST_CLIENT -> protocol(this.restClientBuilder);
			case REST_CLIENT_SSL -> protocol(this.restClientBuilder.apply(this.restClientSsl.fromBundle("test")));
			case REST_TEMPLATE -> this.restTemplateBuilder.build().getForObject(url(), String.class);
			case WEB_CLIENT -> protocol(this.webClientBuilder);
			case WEB_CLIENT_SSL -> protocol(this.webClientBuilder.apply(this.webClientSsl.fromBundle("test")));
			case REST_GROUP -> this.restProtocol.protocol(this.port);
			case WEB_GROUP -> this.webProtocol.protocol(this.port);
		};
	}

	private String protocol(RestClient.Builder builder) {
		return builder.build().get().uri(url()).retrieve().body(String.class);
	}

	private String protocol(WebClient.Builder builder) {
		return builder.build().get().uri(url()).retrieve().bodyToMono(String.class).block(Duration.ofSeconds(30));
	}

	private String url() {
		return "https://localhost:" + this.port + "/protocol";
	}

	private long observed() {
		return this.meters.find("http.client.requests").timers().stream().mapToLong(Timer::count).sum();
	}

	interface RestProtocol {

		@GetExchange("https://localhost:{port}/protocol")
		String protocol(@PathVariable int port);

	}

	interface WebProtocol {

		@GetExchange("https://localhost:{port}/protocol")
		String protocol(@PathVariable int port);

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@ImportHttpServices(group = "rest", types = RestProtocol.class)
	@ImportHttpServices(group = "web", types = WebProtocol.class, clientType = ClientType.WEB_CLIENT)
	static class Application {

		@Bean
		SslBundleRegistrar testBundle() {
			return (bundles) -> bundles.registerBundle("test", SelfSigned.bundle(SslOptions.NONE));
		}

		@Bean
		Controller controller() {
			return new Controller();
		}

	}

	@RestController
	static class Controller {

		@GetMapping("/protocol")
		String protocol(HttpServletRequest request) {
			return request.getProtocol() + ", secure: " + request.isSecure();
		}

	}

}

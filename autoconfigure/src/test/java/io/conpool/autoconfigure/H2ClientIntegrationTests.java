package io.conpool.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.conpool.H2Client;
import io.conpool.autoconfigure.testsupport.SelfSigned;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole path: an application that calls itself by HTTP/2 over TLS, and shows that by
 * its actuator.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.ssl.bundle=test", "server.http2.enabled=true", "management.server.port=0",
				"management.server.ssl.enabled=false", "management.endpoint.health.show-details=always",
				"management.endpoints.web.exposure.include=health,prometheus,h2conpool", "conpool.h2.ssl.bundle=test",
				"conpool.h2.pool.max-connections=1", "conpool.h2.pool.acquire-timeout=2m",
				"conpool.h2.request-timeout=2m" })
class H2ClientIntegrationTests {

	@Autowired
	private H2Client client;

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	@Test
	void requestsGoOverHttp2AndTls() {
		H2Response response = this.client.get(url("/protocol"));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.bodyAsString()).isEqualTo("HTTP/2.0, secure: true");
		assertThat(this.client.post(url("/echo"), RequestBody.utf8("hello")).bodyAsString()).isEqualTo("hello");
	}

	@Test
	void healthMetersAndEndpointShowThePool() {
		List<CompletableFuture<H2Response>> calls = Stream
			.generate(() -> this.client.sendAsync(H2Request.get(url("/protocol")).build()))
			.limit(300)
			.toList();
		assertThat(calls).allSatisfy((call) -> assertThat(call.join().status()).isEqualTo(200));
		String origin = "https://localhost:" + this.port;
		DocumentContext health = JsonPath.parse(actuator("health"));
		assertThat(health.<String>read("$.components.h2Conpool.status")).isEqualTo("UP");
		assertThat(health.<Integer>read(
				"$.components.h2Conpool.components.default.details.endpoints['" + origin + "'].connections.idle"))
			.isOne();
		assertThat(actuator("prometheus").lines())
			.contains("conpool_connections_opened_total{client=\"default\",endpoint=\"" + origin + "\"} 1.0",
					"conpool_streams_open{client=\"default\",endpoint=\"" + origin + "\"} 0.0")
			.anyMatch((line) -> line
				.startsWith("conpool_acquire_seconds_count{client=\"default\",endpoint=\"" + origin + "\"}"));
		DocumentContext endpoint = JsonPath.parse(actuator("h2conpool/default/https:localhost:" + this.port));
		assertThat(endpoint.<String>read("$.open[0].state")).isEqualTo("OPEN");
		assertThat(endpoint.<Integer>read("$.streams.capacity"))
			.isEqualTo(endpoint.<Integer>read("$.open[0].peerSettings.maxConcurrentStreams"));
	}

	private String url(String path) {
		return "https://localhost:" + this.port + path;
	}

	private String actuator(String path) {
		URI uri = URI.create("http://localhost:" + this.managementPort + "/actuator/" + path);
		try {
			return HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
				.body();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@Bean
		static SslBundleRegistrar testBundle() {
			return (registry) -> registry.registerBundle("test", SelfSigned.bundle(SslOptions.NONE));
		}

		@GetMapping("/protocol")
		String protocol(HttpServletRequest request) {
			return request.getProtocol() + ", secure: " + request.isSecure();
		}

		@PostMapping("/echo")
		String echo(@org.springframework.web.bind.annotation.RequestBody String body) {
			return body;
		}

	}

}

package io.conpool.autoconfigure.health;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import com.jayway.jsonpath.JsonPath;
import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.endpoint.Endpoint;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Readiness depends on one client, of which the server cannot be reached, or on all.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "conpool.h2.clients.orders.base-url=http://127.0.0.1:1", "conpool.h2.pool.connect-retries=0",
				"conpool.h2.clients.stock.max-replays=1", "management.endpoint.health.show-components=always",
				"management.endpoint.health.group.readiness.include=readinessState,h2Conpool/stock",
				"management.endpoint.health.group.all.include=h2Conpool" })
class ReadinessGroupTests {

	@Autowired
	private H2ClientRegistry clients;

	@LocalServerPort
	private int port;

	@Test
	void aClientIsDownForTheGroupsThatHaveIt() throws Exception {
		assertThat(health("all").statusCode()).isEqualTo(200);
		assertThat(this.clients.client("orders").warmUp(new Endpoint(Endpoint.Scheme.HTTP, "127.0.0.1", 1)))
			.failsWithin(Duration.ofSeconds(20));
		HttpResponse<String> all = health("all");
		assertThat(all.statusCode()).isEqualTo(503);
		assertThat(JsonPath.<String>read(all.body(), "$.components.h2Conpool.components.orders.status"))
			.isEqualTo("DOWN");
		HttpResponse<String> readiness = health("readiness");
		assertThat(readiness.statusCode()).isEqualTo(200);
		assertThat(JsonPath.<Map<String, Object>>read(readiness.body(), "$.components.h2Conpool.components"))
			.containsOnlyKeys("stock");
	}

	private HttpResponse<String> health(String group) throws Exception {
		URI uri = URI.create("http://localhost:" + this.port + "/actuator/health/" + group);
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

package io.conpool.autoconfigure.endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.conpool.H2Client;
import io.conpool.autoconfigure.testsupport.TestServer;
import io.conpool.connection.http2.H2Connection;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import io.conpool.pool.Lease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {
		"management.endpoints.web.exposure.include=h2conpool", "conpool.h2.clients.orders.max-replays=1" })
class H2ConpoolEndpointWebTests {

	private final HttpClient http = HttpClient.newHttpClient();

	private final TestServer server = new TestServer();

	@Autowired
	private H2Client client;

	@Autowired
	private Conpool<HttpConnection> pool;

	@LocalServerPort
	private int port;

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	@Test
	void allEndpointsAreRead() {
		this.client.get(this.server.url("/hello"));
		HttpResponse<String> response = call("GET", "");
		assertThat(response.statusCode()).isEqualTo(200);
		List<String> ids = JsonPath.read(response.body(), "$.clients.default.endpoints[*].id");
		assertThat(ids).contains(id());
	}

	@Test
	void oneEndpointIsReadWithItsConnections() {
		this.client.get(this.server.url("/hello"));
		try (Lease<HttpConnection> lease = this.pool.acquire(this.server.endpoint()).join()) {
			HttpResponse<String> response = call("GET", "/default/" + id());
			assertThat(response.statusCode()).isEqualTo(200);
			DocumentContext json = JsonPath.parse(response.body());
			assertThat(json.<String>read("$.id")).isEqualTo(id());
			assertThat(json.<String>read("$.origin")).isEqualTo(this.server.endpoint().toString());
			assertThat(json.<Map<String, Object>>read("$.connections"))
				.isEqualTo(Map.of("active", 1, "idle", 0, "draining", 0, "connecting", 0, "suspect", 0, "retiring", 0));
			assertThat(json.<Map<String, Object>>read("$.streams")).isEqualTo(Map.of("open", 1, "capacity", 50));
			assertThat(json.<Integer>read("$.waiters")).isZero();
			assertThat(json.<Integer>read("$.opened")).isOne();
			assertThat(json.<Integer>read("$.reused")).isOne();
			assertThat(json.<Integer>read("$.closed.IDLE")).isZero();
			assertThat(json.<Map<String, Object>>read("$")).doesNotContainKey("lastError");
			assertThat(json.<List<?>>read("$.open")).hasSize(1);
			assertThat(json.<Map<String, Object>>read("$.open[0]")).containsEntry("id", lease.state().id())
				.containsEntry("state", "OPEN")
				.containsEntry("remoteAddress", lease.state().remoteAddress())
				.containsEntry("streams", Map.of("open", 0, "capacity", 50))
				.containsEntry("uses", 2)
				.containsEntry("protocolVersion", "2")
				.containsEntry("lastStreamId", ((H2Connection) lease.state()).lastStreamId())
				.doesNotContainKey("goAway");
			assertThat(json.<String>read("$.open[0].age")).startsWith("PT");
			assertThat(json.<Map<String, Object>>read("$.open[0].peerSettings"))
				.containsEntry("maxConcurrentStreams", 50)
				.containsEntry("initialWindowSize", 65535)
				.containsEntry("maxFrameSize", 16384)
				.containsEntry("headerTableSize", 4096)
				.doesNotContainKey("maxHeaderListSize");
		}
	}

	@Test
	void oneClientIsRead() {
		this.client.get(this.server.url("/hello"));
		DocumentContext json = JsonPath.parse(call("GET", "/default").body());
		assertThat(json.<Boolean>read("$.running")).isTrue();
		assertThat(json.<Map<String, Object>>read("$.limits"))
			.isEqualTo(Map.of("maxConnections", 10, "minConnections", 0, "maxWaiters", 10_000));
		assertThat(json.<List<String>>read("$.endpoints[*].id")).contains(id());
		assertThat(call("GET", "/orders").body()).isEqualTo("{\"running\":false,\"endpoints\":[]}");
	}

	@Test
	void anUnknownClientIsNotFound() {
		assertThat(call("GET", "/ordres").statusCode()).isEqualTo(404);
		assertThat(call("DELETE", "/ordres/" + id()).statusCode()).isEqualTo(404);
	}

	@Test
	void deletingAConnectionDrainsIt() {
		try (Lease<HttpConnection> lease = this.pool.acquire(this.server.endpoint()).join()) {
			assertThat(call("DELETE", "/default/" + id() + "/unknown").statusCode()).isEqualTo(404);
			assertThat(call("DELETE", "/default/" + id() + "/" + lease.state().id()).statusCode()).isEqualTo(204);
			assertThat(JsonPath.<String>read(call("GET", "/default/" + id()).body(), "$.open[0].state"))
				.isEqualTo("DRAINING");
		}
	}

	@Test
	void anUnknownEndpointIsNotFound() {
		assertThat(call("GET", "/default/https:unknown.example.org:443").statusCode()).isEqualTo(404);
		assertThat(call("DELETE", "/default/https:unknown.example.org:443").statusCode()).isEqualTo(404);
	}

	@Test
	void deletingAnEndpointDrainsItsConnections() {
		try (Lease<HttpConnection> lease = this.pool.acquire(this.server.endpoint()).join()) {
			assertThat(call("DELETE", "/default/" + id()).statusCode()).isEqualTo(204);
			DocumentContext json = JsonPath.parse(call("GET", "/default/" + id()).body());
			assertThat(json.<Map<String, Object>>read("$.connections"))
				.isEqualTo(Map.of("active", 0, "idle", 0, "draining", 1, "connecting", 0, "suspect", 0, "retiring", 0));
			assertThat(json.<String>read("$.open[0].state")).isEqualTo("DRAINING");
			assertThat(lease.state().isHealthy()).isTrue();
		}
		this.client.get(this.server.url("/hello"));
		assertThat(JsonPath.<Integer>read(call("GET", "/default/" + id()).body(), "$.opened")).isEqualTo(2);
	}

	private String id() {
		return "http:127.0.0.1:" + this.server.endpoint().port();
	}

	private HttpResponse<String> call(String method, String path) {
		URI uri = URI.create("http://localhost:" + this.port + "/actuator/h2conpool" + path);
		try {
			return this.http.send(
					HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build(),
					HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

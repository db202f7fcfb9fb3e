package io.conpool.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.conpool.H2Client;
import io.conpool.endpoint.Endpoint;
import io.conpool.pool.PoolStats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "conpool.h2.request-timeout=2m",
				"conpool.h2.pool.acquire-timeout=2m" })
@ExtendWith(OutputCaptureExtension.class)
class SampleApplicationTests {

	@Autowired
	private Caller caller;

	@Autowired
	private Greetings greetings;

	@Autowired
	private H2Client client;

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	@Test
	void theTableIsPrintedAtTheStart(CapturedOutput output) {
		assertThat(output.getAll()).contains("1,000 concurrent requests to https://localhost:" + this.port)
			.containsPattern("requests +ok +errors +connections +most streams open +p50 ms +p99 ms\n"
					+ " +1,000 +1,000 +0 +[12] ")
			.contains("By @HttpExchange over the same connections: Hello");
	}

	@Test
	void allRequestsAreAnsweredOverAtMostTwoConnections() {
		Report report = this.caller.call(URI.create("https://localhost:" + this.port + "/hello"), 500);
		assertThat(report.ok()).isEqualTo(500);
		assertThat(report.errors()).isZero();
		assertThat(report.connections()).isBetween(1L, 2L);
		assertThat(report.mostStreams()).isPositive();
		assertThat(report.latenciesNanos()).hasSize(500).isSorted();
	}

	@Test
	void anInterfaceIsCalledOverTheSameConnections() {
		URI uri = URI.create("https://localhost:" + this.port + "/hello");
		long uses = uses(uri);
		assertThat(this.greetings.hello(uri)).isEqualTo("Hello");
		assertThat(uses(uri)).isEqualTo(uses + 1);
	}

	private long uses(URI uri) {
		PoolStats stats = this.client.stats().get(Endpoint.of(uri));
		return (stats != null) ? stats.created() + stats.reused() : 0;
	}

	@Test
	void aCallThatFailsIsCountedAsError() {
		Report report = this.caller.call(URI.create("https://localhost:" + this.port + "/missing"), 3);
		assertThat(report.errors()).isEqualTo(3);
	}

	@Test
	void healthAndMetersShowThePool() throws Exception {
		String origin = "https://localhost:" + this.port;
		DocumentContext health = JsonPath.parse(actuator("health"));
		assertThat(health.<String>read("$.components.h2Conpool.status")).isEqualTo("UP");
		assertThat(health.<Map<String, Object>>read("$.components.h2Conpool.components.default.details.endpoints"))
			.containsKey(origin);
		assertThat(actuator("prometheus"))
			.contains("conpool_streams_open{client=\"default\",endpoint=\"" + origin + "\"}");
		assertThat(actuator("h2conpool")).contains("\"id\":\"https:localhost:" + this.port + "\"");
	}

	private String actuator(String path) throws Exception {
		URI uri = URI.create("http://localhost:" + this.managementPort + "/actuator/" + path);
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

}

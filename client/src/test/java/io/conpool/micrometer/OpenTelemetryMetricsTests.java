package io.conpool.micrometer;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OpenTelemetryMetricsTests {

	private static final Endpoint ENDPOINT = new Endpoint(Endpoint.Scheme.HTTPS, "example.org", 443);

	private static final Endpoint OTHER = new Endpoint(Endpoint.Scheme.HTTP, "example.org", 8080);

	// The registry shows the buckets of durations as meters of their own.
	private static final Set<String> OUR_NAMES = Set.of("http.client.open_connections",
			"http.client.connection.duration", "http.client.active_requests");

	private final OpenTelemetryMetrics metrics = new OpenTelemetryMetrics("orders");

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void openConnectionsAreCountedByState() {
		this.metrics.bindTo(this.registry);
		SomeConnection busy = opened(ENDPOINT, "2");
		busy.openStreams(3);
		opened(ENDPOINT, "2");
		opened(ENDPOINT, "2");
		assertThat(open("2", "active")).isEqualTo(1);
		assertThat(open("2", "idle")).isEqualTo(2);
		busy.openStreams(0);
		assertThat(open("2", "active")).isZero();
		assertThat(open("2", "idle")).isEqualTo(3);
	}

	@Test
	void openConnectionsAreCountedByVersionOfHttp() {
		this.metrics.bindTo(this.registry);
		opened(ENDPOINT, "2");
		opened(ENDPOINT, "1.1");
		opened(ENDPOINT, "1.1");
		assertThat(open("2", "idle")).isEqualTo(1);
		assertThat(open("1.1", "idle")).isEqualTo(2);
	}

	@Test
	void aClosedConnectionIsNotCountedAndItsDurationIsRecorded() {
		this.metrics.bindTo(this.registry);
		opened(ENDPOINT, "2");
		SomeConnection closed = opened(ENDPOINT, "2");
		this.metrics.onClosed(closed, Duration.ofSeconds(90));
		assertThat(open("2", "idle")).isEqualTo(1);
		Timer duration = at(ENDPOINT, "http.client.connection.duration").tag("network.protocol.version", "2").timer();
		assertThat(duration.count()).isOne();
		assertThat(duration.totalTime(TimeUnit.SECONDS)).isEqualTo(90);
	}

	@Test
	void requestsAreCountedByMethodWhileTheyAreActive() {
		this.metrics.bindTo(this.registry);
		H2Request get = began("GET");
		began("GET");
		H2Request post = began("POST");
		assertThat(active("GET")).isEqualTo(2);
		assertThat(active("POST")).isEqualTo(1);
		ended(get);
		this.metrics.onEnd(post, 0, new H2Error.ClientClosed());
		assertThat(active("GET")).isEqualTo(1);
		assertThat(active("POST")).isZero();
	}

	@Test
	void methodsThatTheConventionsDoNotKnowAreOneSeries() {
		this.metrics.bindTo(this.registry);
		began("PURGE");
		H2Request lowerCase = began("get");
		assertThat(active("_OTHER")).isEqualTo(2);
		ended(lowerCase);
		assertThat(active("_OTHER")).isEqualTo(1);
	}

	@Test
	void aRegistryThatComesLateShowsTheActiveRequests() {
		began("GET");
		this.metrics.bindTo(this.registry);
		assertThat(active("GET")).isEqualTo(1);
	}

	@Test
	void anEndpointIsNotForgottenWhileARequestIsActive() {
		this.metrics.bindTo(this.registry);
		H2Request request = began("GET");
		this.metrics.onEndpointForgotten(ENDPOINT);
		assertThat(active("GET")).isEqualTo(1);
		ended(request);
		assertThat(active("GET")).isZero();
		this.metrics.onEndpointForgotten(ENDPOINT);
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void aRequestToAnEndpointThatWasForgottenIsCountedAnew() {
		this.metrics.bindTo(this.registry);
		ended(began("GET"));
		this.metrics.onEndpointForgotten(ENDPOINT);
		H2Request request = began("GET");
		assertThat(active("GET")).isEqualTo(1);
		ended(request);
		assertThat(active("GET")).isZero();
	}

	@Test
	void activeRequestsAreRightHoweverOftenTheirEndpointIsForgottenMeanwhile() throws Exception {
		this.metrics.bindTo(this.registry);
		AtomicBoolean done = new AtomicBoolean();
		Thread forgetting = new Thread(() -> {
			while (!done.get()) {
				this.metrics.onEndpointForgotten(ENDPOINT);
			}
		});
		forgetting.start();
		for (int i = 0; i < 2_000; i++) {
			H2Request request = began("GET");
			assertThat(active("GET")).isEqualTo(1);
			ended(request);
		}
		H2Request last = began("GET");
		done.set(true);
		forgetting.join();
		assertThat(active("GET")).isEqualTo(1);
		ended(last);
		assertThat(active("GET")).isZero();
	}

	@Test
	void aRegistryThatComesLateShowsTheConnectionsThatAreOpen() {
		opened(ENDPOINT, "2");
		this.metrics.bindTo(this.registry);
		assertThat(open("2", "idle")).isEqualTo(1);
	}

	@Test
	void everyRegistryHasTheMeters() {
		MeterRegistry second = new SimpleMeterRegistry();
		this.metrics.bindTo(this.registry);
		this.metrics.bindTo(second);
		this.metrics.onClosed(opened(ENDPOINT, "2"), Duration.ofSeconds(1));
		assertThat(second.getMeters()).hasSameSizeAs(this.registry.getMeters());
		assertThat(second.get("http.client.open_connections").gauges()).hasSize(2);
		assertThat(second.get("http.client.connection.duration").timer().count()).isOne();
	}

	@Test
	void clientsOfTheSameServerShareARegistry() {
		OpenTelemetryMetrics invoices = new OpenTelemetryMetrics("invoices");
		this.metrics.bindTo(this.registry);
		invoices.bindTo(this.registry);
		opened(ENDPOINT, "2");
		invoices.onOpened(new SomeConnection(ENDPOINT, "2"));
		invoices.onOpened(new SomeConnection(ENDPOINT, "2"));
		assertThat(open("2", "idle")).isEqualTo(1);
		assertThat(this.registry.get("http.client.open_connections")
			.tags("client", "invoices", "http.connection.state", "idle")
			.gauge()
			.value()).isEqualTo(2);
	}

	@Test
	void metersOfAForgottenEndpointAreRemoved() {
		this.metrics.bindTo(this.registry);
		opened(OTHER, "1.1");
		int metersOfOther = this.registry.getMeters().size();
		SomeConnection connection = opened(ENDPOINT, "2");
		this.metrics.onClosed(connection, Duration.ofSeconds(1));
		this.metrics.onEndpointForgotten(ENDPOINT);
		assertThat(this.registry.getMeters()).hasSize(metersOfOther)
			.allMatch((meter) -> "8080".equals(meter.getId().getTag("server.port")));
	}

	@Test
	void aConnectionThatOutlivesItsEndpointLeavesNoMeters() {
		this.metrics.bindTo(this.registry);
		SomeConnection connection = opened(ENDPOINT, "2");
		this.metrics.onEndpointForgotten(ENDPOINT);
		this.metrics.onClosed(connection, Duration.ofSeconds(1));
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void anEndpointThatComesBackHasItsMetersAgain() {
		this.metrics.bindTo(this.registry);
		this.metrics.onClosed(opened(ENDPOINT, "2"), Duration.ofSeconds(1));
		this.metrics.onEndpointForgotten(ENDPOINT);
		opened(ENDPOINT, "2");
		assertThat(open("2", "idle")).isEqualTo(1);
	}

	@Test
	void metersOfOneNameHaveTheSameTagKeysAndADescription() {
		this.metrics.bindTo(this.registry);
		this.metrics.onClosed(opened(ENDPOINT, "2"), Duration.ofSeconds(1));
		this.metrics.onClosed(opened(OTHER, "1.1"), Duration.ofSeconds(1));
		began("GET");
		began("POST");
		List<Meter> ours = this.registry.getMeters()
			.stream()
			.filter((meter) -> OUR_NAMES.contains(meter.getId().getName()))
			.toList();
		assertThat(ours).hasSize(8);
		for (Meter meter : ours) {
			Meter first = this.registry.get(meter.getId().getName()).meters().iterator().next();
			assertThat(meter.getId().getDescription()).isNotBlank();
			assertThat(meter.getId().getTags()).extracting("key")
				.isEqualTo(first.getId().getTags().stream().map((tag) -> tag.getKey()).toList())
				.contains("client", "server.address", "server.port", "url.scheme");
		}
	}

	@Test
	void aFilterMayDenyTheMeters() {
		this.registry.config().meterFilter(MeterFilter.denyNameStartsWith("http.client"));
		this.metrics.bindTo(this.registry);
		this.metrics.onClosed(opened(ENDPOINT, "2"), Duration.ofSeconds(1));
		this.metrics.onEndpointForgotten(ENDPOINT);
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void prometheusReadsThemByTheirNamesAndBuckets() {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		this.metrics.bindTo(prometheus);
		this.metrics.onClosed(opened(ENDPOINT, "2"), Duration.ofMillis(1500));
		opened(ENDPOINT, "2");
		began("GET");
		String tags = "network_protocol_version=\"2\",server_address=\"example.org\",server_port=\"443\",url_scheme=\"https\"";
		assertThat(prometheus.scrape().lines()).contains("# TYPE http_client_active_requests gauge",
				"http_client_active_requests{client=\"orders\",http_request_method=\"GET\",server_address=\"example.org\",server_port=\"443\",url_scheme=\"https\"} 1.0",
				"# TYPE http_client_open_connections gauge",
				"http_client_open_connections{client=\"orders\",http_connection_state=\"idle\"," + tags + "} 1.0",
				"# TYPE http_client_connection_duration_seconds histogram",
				"http_client_connection_duration_seconds_bucket{client=\"orders\"," + tags + ",le=\"0.01\"} 0",
				"http_client_connection_duration_seconds_bucket{client=\"orders\"," + tags + ",le=\"1.0\"} 0",
				"http_client_connection_duration_seconds_bucket{client=\"orders\"," + tags + ",le=\"2.0\"} 1",
				"http_client_connection_duration_seconds_bucket{client=\"orders\"," + tags + ",le=\"300.0\"} 1",
				"http_client_connection_duration_seconds_sum{client=\"orders\"," + tags + "} 1.5");
		assertThat(prometheus.scrape().lines().filter((line) -> line.contains("_duration_seconds_bucket"))).hasSize(15);
	}

	private H2Request began(String method) {
		H2Request request = H2Request.builder(method, URI.create("https://example.org/")).build();
		this.metrics.onBegin(request);
		return request;
	}

	private void ended(H2Request request) {
		this.metrics.onEnd(request, 200, null);
	}

	private double active(String method) {
		return at(ENDPOINT, "http.client.active_requests").tag("http.request.method", method).gauge().value();
	}

	private SomeConnection opened(Endpoint endpoint, String protocolVersion) {
		SomeConnection connection = new SomeConnection(endpoint, protocolVersion);
		this.metrics.onOpened(connection);
		return connection;
	}

	private double open(String protocolVersion, String state) {
		return at(ENDPOINT, "http.client.open_connections")
			.tags("network.protocol.version", protocolVersion, "http.connection.state", state)
			.gauge()
			.value();
	}

	private RequiredSearch at(Endpoint endpoint, String name) {
		return this.registry.get(name)
			.tags("client", "orders", "server.address", endpoint.host(), "server.port",
					Integer.toString(endpoint.port()), "url.scheme", endpoint.scheme().text());
	}

}

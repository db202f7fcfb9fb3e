package io.conpool.micrometer;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.pool.CloseReason;
import io.conpool.pool.PoolStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConpoolMetricsTests {

	private static final Endpoint ENDPOINT = new Endpoint(Endpoint.Scheme.HTTPS, "example.org", 443);

	private static final Endpoint OTHER = new Endpoint(Endpoint.Scheme.HTTP, "example.org", 8080);

	private final ConpoolMetrics metrics = new ConpoolMetrics("orders");

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final AtomicReference<PoolStats> stats = new AtomicReference<>();

	@BeforeEach
	void poolHasNumbers() {
		Map<CloseReason, Long> closed = new EnumMap<>(CloseReason.class);
		for (CloseReason reason : CloseReason.values()) {
			closed.put(reason, 0L);
		}
		closed.put(CloseReason.LIFETIME, 8L);
		this.stats.set(new PoolStats(1, 2, 3, 5, 6, 4, 50, 600, 7, 11, 12, closed, 13, 14, Duration.ofMillis(1500),
				null, null));
	}

	@Test
	void gaugesShowThePoolsPresentNumbers() {
		added(ENDPOINT);
		this.metrics.bindTo(this.registry);
		assertThat(gauge("conpool.connections", "state", "active")).isEqualTo(1);
		assertThat(gauge("conpool.connections", "state", "idle")).isEqualTo(2);
		assertThat(gauge("conpool.connections", "state", "draining")).isEqualTo(3);
		assertThat(gauge("conpool.connections", "state", "connecting")).isEqualTo(4);
		assertThat(gauge("conpool.streams.open")).isEqualTo(50);
		assertThat(gauge("conpool.streams.capacity")).isEqualTo(600);
		assertThat(gauge("conpool.connections.suspect")).isEqualTo(5);
		assertThat(gauge("conpool.connections.retiring")).isEqualTo(6);
		assertThat(gauge("conpool.connect.failures")).isEqualTo(14);
		assertThat(gauge("conpool.connect.backoff")).isEqualTo(1.5);
		assertThat(gauge("conpool.waiters")).isEqualTo(7);
		this.stats.set(new PoolStats(0, 0, 0, 0, 0, 0, 0, 0, 99, 11, 12, Map.of(), 13, 0, Duration.ZERO, null, null));
		assertThat(gauge("conpool.waiters")).isEqualTo(99);
	}

	@Test
	void countsOfThePoolIncludeWhatHappenedBeforeBinding() {
		added(ENDPOINT);
		this.metrics.bindTo(this.registry);
		assertThat(count("conpool.connections.opened")).isEqualTo(11);
		assertThat(count("conpool.connections.reused")).isEqualTo(12);
		assertThat(count("conpool.connections.closed", "reason", "lifetime")).isEqualTo(8);
		assertThat(count("conpool.connections.closed", "reason", "idle")).isZero();
		assertThat(this.registry.find("conpool.connections.closed").functionCounters())
			.hasSize(CloseReason.values().length);
	}

	@Test
	void countsOfEventsIncludeWhatHappenedBeforeBinding() {
		added(ENDPOINT);
		everyCountedEventOf(ENDPOINT);
		this.metrics.bindTo(this.registry);
		everyCountedEventOf(ENDPOINT);
		assertThat(count("conpool.acquire.errors", "error.type", "pool_limit_reached")).isEqualTo(2);
		assertThat(count("conpool.connect.errors", "error.type", "connection_timeout")).isEqualTo(2);
		assertThat(count("conpool.connections.negotiated", "network.protocol.version", "1.1")).isEqualTo(2);
		assertThat(count("conpool.goaways.received", "code", "NO_ERROR")).isEqualTo(2);
		assertThat(count("conpool.streams.reset", "code", "REFUSED_STREAM", "direction", "received")).isEqualTo(2);
		assertThat(count("conpool.streams.reset", "code", "CANCEL", "direction", "sent")).isEqualTo(2);
		assertThat(count("conpool.requests.replayed", "error.type", "not_sent")).isEqualTo(2);
		assertThat(count("conpool.requests.retried", "error.type", "response_timeout")).isEqualTo(2);
		assertThat(count("conpool.responses.unread")).isEqualTo(2);
		assertThat(count("conpool.data.read")).isEqualTo(200);
		assertThat(count("conpool.data.written")).isEqualTo(60);
	}

	@Test
	void timesAreRecordedInEveryRegistryFromItsBindingOn() {
		MeterRegistry late = new SimpleMeterRegistry();
		this.metrics.bindTo(this.registry);
		added(ENDPOINT);
		this.metrics.onAcquired(ENDPOINT, Duration.ofMillis(10), false);
		this.metrics.onConnectionCreated(ENDPOINT, Duration.ofMillis(30));
		this.metrics.bindTo(late);
		this.metrics.onAcquired(ENDPOINT, Duration.ofMillis(5), true);
		Timer acquire = this.registry.get("conpool.acquire").timer();
		assertThat(acquire.count()).isEqualTo(2);
		assertThat(acquire.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(15);
		assertThat(this.registry.get("conpool.connect").timer().max(TimeUnit.MILLISECONDS)).isEqualTo(30);
		assertThat(late.get("conpool.acquire").timer().count()).isOne();
		assertThat(late.get("conpool.connect").timer().count()).isZero();
	}

	@Test
	void everyRegistryShowsEndpointsThatComeAfterItsBinding() {
		MeterRegistry second = new SimpleMeterRegistry();
		this.metrics.bindTo(this.registry);
		this.metrics.bindTo(second);
		added(ENDPOINT);
		added(OTHER);
		everyCountedEventOf(OTHER);
		assertThat(this.registry.get("conpool.waiters").gauges()).hasSize(2);
		assertThat(second.get("conpool.data.read").tag("endpoint", "http://example.org:8080").functionCounter().count())
			.isEqualTo(100);
		assertThat(this.registry.get("conpool.data.read")
			.tag("endpoint", "http://example.org:8080")
			.functionCounter()
			.count()).isEqualTo(100);
	}

	@Test
	void clientsWithTheSameEndpointShareARegistry() {
		ConpoolMetrics invoices = new ConpoolMetrics("invoices");
		this.metrics.bindTo(this.registry);
		invoices.bindTo(this.registry);
		added(ENDPOINT);
		int metersOfOneClient = this.registry.getMeters().size();
		invoices.onEndpointAdded(ENDPOINT, this.stats::get);
		this.metrics.onBytesRead(ENDPOINT, 1);
		invoices.onBytesRead(ENDPOINT, 2);
		assertThat(count("conpool.data.read")).isEqualTo(1);
		assertThat(this.registry.get("conpool.data.read").tag("client", "invoices").functionCounter().count())
			.isEqualTo(2);
		this.metrics.onEndpointForgotten(ENDPOINT);
		assertThat(this.registry.getMeters()).hasSize(metersOfOneClient)
			.allMatch((meter) -> "invoices".equals(meter.getId().getTag("client")));
	}

	@Test
	void bindingTwiceIsTheSameAsBindingOnce() {
		added(ENDPOINT);
		everyCountedEventOf(ENDPOINT);
		this.metrics.bindTo(this.registry);
		int meters = this.registry.getMeters().size();
		this.metrics.bindTo(this.registry);
		assertThat(this.registry.getMeters()).hasSize(meters);
		assertThat(count("conpool.data.read")).isEqualTo(100);
	}

	@Test
	void metersOfAForgottenEndpointAreRemoved() {
		MeterRegistry second = new SimpleMeterRegistry();
		this.metrics.bindTo(this.registry);
		added(OTHER);
		int metersOfOther = this.registry.getMeters().size();
		added(ENDPOINT);
		this.metrics.bindTo(second);
		everyCountedEventOf(ENDPOINT);
		this.metrics.onEndpointForgotten(ENDPOINT);
		assertThat(this.registry.getMeters()).hasSize(metersOfOther)
			.allMatch((meter) -> "http://example.org:8080".equals(meter.getId().getTag("endpoint")));
		assertThat(second.getMeters()).hasSize(metersOfOther);
	}

	@Test
	void eventsOfAForgottenEndpointLeaveNoMeters() {
		this.metrics.bindTo(this.registry);
		added(ENDPOINT);
		this.metrics.onEndpointForgotten(ENDPOINT);
		everyCountedEventOf(ENDPOINT);
		this.metrics.onAcquired(ENDPOINT, Duration.ZERO, false);
		this.metrics.bindTo(new SimpleMeterRegistry());
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void anEndpointThatComesBackBeginsAtZero() {
		this.metrics.bindTo(this.registry);
		added(ENDPOINT);
		everyCountedEventOf(ENDPOINT);
		this.metrics.onEndpointForgotten(ENDPOINT);
		added(ENDPOINT);
		assertThat(count("conpool.data.read")).isZero();
		assertThat(this.registry.find("conpool.goaways.received").meters()).isEmpty();
	}

	@Test
	void metersOfOneNameHaveTheSameTagKeysAndADescription() {
		this.metrics.bindTo(this.registry);
		added(ENDPOINT);
		added(OTHER);
		everyCountedEventOf(ENDPOINT);
		everyCountedEventOf(OTHER);
		for (Meter meter : this.registry.getMeters()) {
			Meter first = this.registry.get(meter.getId().getName()).meters().iterator().next();
			assertThat(meter.getId().getDescription()).isNotBlank();
			assertThat(meter.getId().getTags()).extracting("key")
				.isEqualTo(first.getId().getTags().stream().map((tag) -> tag.getKey()).toList())
				.contains("client", "endpoint");
		}
		assertThat(this.registry.getMeters()).map((meter) -> meter.getId().getName())
			.contains("conpool.streams.reset", "conpool.connect.errors");
	}

	@Test
	void aFilterMayDenyTheMeters() {
		this.registry.config().meterFilter(MeterFilter.denyNameStartsWith("conpool"));
		this.metrics.bindTo(this.registry);
		added(ENDPOINT);
		everyCountedEventOf(ENDPOINT);
		this.metrics.onAcquired(ENDPOINT, Duration.ZERO, false);
		this.metrics.onEndpointForgotten(ENDPOINT);
		assertThat(this.registry.getMeters()).isEmpty();
	}

	private void added(Endpoint endpoint) {
		this.metrics.onEndpointAdded(endpoint, this.stats::get);
	}

	private void everyCountedEventOf(Endpoint endpoint) {
		this.metrics.onAcquireFailed(endpoint, new H2Error.PoolLimitReached(endpoint, 1));
		this.metrics.onConnectFailed(endpoint, new H2Error.ConnectionTimeout(endpoint, Duration.ofSeconds(1)));
		this.metrics.onOpened(new SomeConnection(endpoint, "1.1"));
		this.metrics.onGoAway(endpoint, Http2ErrorCode.NO_ERROR);
		this.metrics.onStreamReset(endpoint, Http2ErrorCode.REFUSED_STREAM, true);
		this.metrics.onStreamReset(endpoint, Http2ErrorCode.CANCEL, false);
		this.metrics.onReplay(endpoint, new H2Error.NotSent(endpoint, "test"));
		this.metrics.onRetry(endpoint, new H2Error.ResponseTimeout(Duration.ofSeconds(1)));
		this.metrics.onUnread(endpoint, new H2Error.ContentUnread(Duration.ofSeconds(1), "somewhere"));
		this.metrics.onBytesRead(endpoint, 100);
		this.metrics.onBytesWritten(endpoint, 30);
	}

	private double gauge(String name, String... tags) {
		Gauge gauge = search(name, tags).gauge();
		return gauge.value();
	}

	private double count(String name, String... tags) {
		FunctionCounter counter = search(name, tags).functionCounter();
		return counter.count();
	}

	private RequiredSearch search(String name, String... tags) {
		return this.registry.get(name).tags(tags).tag("client", "orders").tag("endpoint", "https://example.org:443");
	}

}

package io.conpool.micrometer;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.conpool.pool.CloseReason;
import io.conpool.pool.PoolStats;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of one endpoint in one registry. Each is registered once, since Micrometer
 * warns of a second time. Safe for use by several threads.
 */
final class BoundMeters {

	private static final double NANOS_PER_SECOND = 1e9;

	private final MeterRegistry registry;

	private final Tags ownTags;

	private final Timer acquire;

	private final Timer connect;

	private final Set<Meter> meters = ConcurrentHashMap.newKeySet();

	private final Set<EndpointMeters.Event> shownEvents = ConcurrentHashMap.newKeySet();

	private volatile boolean removed;

	BoundMeters(MeterRegistry registry, EndpointMeters counts) {
		this.registry = registry;
		this.ownTags = counts.ownTags();
		this.acquire = ConpoolMeter.ACQUIRE.timer(this.ownTags).register(registry);
		this.connect = ConpoolMeter.CONNECT.timer(this.ownTags).register(registry);
		this.meters.add(this.acquire);
		this.meters.add(this.connect);
		showStats(counts.stats());
		show(ConpoolMeter.DATA_READ, Tags.empty(), counts.bytesRead());
		show(ConpoolMeter.DATA_WRITTEN, Tags.empty(), counts.bytesWritten());
	}

	private void showStats(Supplier<PoolStats> stats) {
		showConnections(stats, "active", PoolStats::active);
		showConnections(stats, "idle", PoolStats::idle);
		showConnections(stats, "draining", PoolStats::draining);
		showConnections(stats, "connecting", PoolStats::connecting);
		gauge(ConpoolMeter.CONNECTIONS_SUSPECT, Tags.empty(), stats, PoolStats::suspect);
		gauge(ConpoolMeter.CONNECTIONS_RETIRING, Tags.empty(), stats, PoolStats::retiring);
		gauge(ConpoolMeter.CONNECT_FAILURES, Tags.empty(), stats, PoolStats::failedDials);
		gauge(ConpoolMeter.CONNECT_BACKOFF, Tags.empty(), stats, (now) -> now.backOff().toNanos() / NANOS_PER_SECOND);
		gauge(ConpoolMeter.STREAMS_OPEN, Tags.empty(), stats, PoolStats::openStreams);
		gauge(ConpoolMeter.STREAMS_CAPACITY, Tags.empty(), stats, PoolStats::streamCapacity);
		gauge(ConpoolMeter.WAITERS, Tags.empty(), stats, PoolStats::waiters);
		counter(ConpoolMeter.CONNECTIONS_OPENED, Tags.empty(), stats, PoolStats::created);
		counter(ConpoolMeter.CONNECTIONS_REUSED, Tags.empty(), stats, PoolStats::reused);
		for (CloseReason reason : CloseReason.values()) {
			Tags tags = Tags.of("reason", reason.name().toLowerCase(Locale.ROOT));
			counter(ConpoolMeter.CONNECTIONS_CLOSED, tags, stats, (now) -> now.closed().getOrDefault(reason, 0L));
		}
	}

	private void showConnections(Supplier<PoolStats> stats, String state, ToDoubleFunction<PoolStats> count) {
		gauge(ConpoolMeter.CONNECTIONS, Tags.of("state", state), stats, count);
	}

	private void gauge(ConpoolMeter meter, Tags tags, Supplier<PoolStats> stats, ToDoubleFunction<PoolStats> value) {
		add(meter.gauge(this.ownTags.and(tags), stats, (now) -> value.applyAsDouble(now.get()))
			.register(this.registry));
	}

	private void counter(ConpoolMeter meter, Tags tags, Supplier<PoolStats> stats, ToDoubleFunction<PoolStats> value) {
		add(meter.counter(this.ownTags.and(tags), stats, (now) -> value.applyAsDouble(now.get()))
			.register(this.registry));
	}

	void showEvent(EndpointMeters.Event event, LongAdder count) {
		if (this.shownEvents.add(event)) {
			show(event.meter(), event.tags(), count);
		}
	}

	private void show(ConpoolMeter meter, Tags tags, LongAdder count) {
		add(meter.counter(this.ownTags.and(tags), count, LongAdder::sum).register(this.registry));
	}

	private void add(Meter meter) {
		this.meters.add(meter);
		if (this.removed) {
			this.registry.remove(meter);
		}
	}

	void remove() {
		this.removed = true;
		this.meters.forEach(this.registry::remove);
	}

	void acquired(Duration waited) {
		this.acquire.record(waited);
	}

	void connected(Duration took) {
		this.connect.record(took);
	}

}

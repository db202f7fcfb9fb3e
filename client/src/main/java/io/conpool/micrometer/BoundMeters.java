package io.conpool.micrometer;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.conpool.pool.CloseReason;
import io.conpool.pool.PoolStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * The meters {@code conpool.*} of one endpoint in one registry. Safe for use by several
 * threads.
 */
final class BoundMeters {

	private static final double NANOS_PER_SECOND = 1e9;

	private final RegisteredMeters meters;

	private final Tags ownTags;

	private final Timer acquire;

	private final Timer connect;

	BoundMeters(MeterRegistry registry, EndpointMeters counts) {
		this.meters = new RegisteredMeters(registry);
		this.ownTags = counts.ownTags();
		this.acquire = this.meters.register(ConpoolMeter.ACQUIRE.timer(this.ownTags)::register);
		this.connect = this.meters.register(ConpoolMeter.CONNECT.timer(this.ownTags)::register);
		showStats(counts.stats());
		this.meters.register(counter(ConpoolMeter.DATA_READ, Tags.empty(), counts.bytesRead())::register);
		this.meters.register(counter(ConpoolMeter.DATA_WRITTEN, Tags.empty(), counts.bytesWritten())::register);
	}

	private void showStats(Supplier<PoolStats> stats) {
		showConnections(stats, "active", PoolStats::active);
		showConnections(stats, "idle", PoolStats::idle);
		showConnections(stats, "draining", PoolStats::draining);
		showConnections(stats, "connecting", PoolStats::connecting);
		showGauge(ConpoolMeter.CONNECTIONS_SUSPECT, Tags.empty(), stats, PoolStats::suspect);
		showGauge(ConpoolMeter.CONNECTIONS_RETIRING, Tags.empty(), stats, PoolStats::retiring);
		showGauge(ConpoolMeter.CONNECT_FAILURES, Tags.empty(), stats, PoolStats::failedDials);
		showGauge(ConpoolMeter.CONNECT_BACKOFF, Tags.empty(), stats,
				(now) -> now.backOff().toNanos() / NANOS_PER_SECOND);
		showGauge(ConpoolMeter.STREAMS_OPEN, Tags.empty(), stats, PoolStats::openStreams);
		showGauge(ConpoolMeter.STREAMS_CAPACITY, Tags.empty(), stats, PoolStats::streamCapacity);
		showGauge(ConpoolMeter.WAITERS, Tags.empty(), stats, PoolStats::waiters);
		showCount(ConpoolMeter.CONNECTIONS_OPENED, Tags.empty(), stats, PoolStats::created);
		showCount(ConpoolMeter.CONNECTIONS_REUSED, Tags.empty(), stats, PoolStats::reused);
		for (CloseReason reason : CloseReason.values()) {
			Tags tags = Tags.of("reason", reason.name().toLowerCase(Locale.ROOT));
			showCount(ConpoolMeter.CONNECTIONS_CLOSED, tags, stats, (now) -> now.closed().getOrDefault(reason, 0L));
		}
	}

	private void showConnections(Supplier<PoolStats> stats, String state, ToDoubleFunction<PoolStats> count) {
		showGauge(ConpoolMeter.CONNECTIONS, Tags.of("state", state), stats, count);
	}

	private void showGauge(ConpoolMeter meter, Tags tags, Supplier<PoolStats> stats,
			ToDoubleFunction<PoolStats> value) {
		this.meters
			.register(meter.gauge(this.ownTags.and(tags), stats, (now) -> value.applyAsDouble(now.get()))::register);
	}

	private void showCount(ConpoolMeter meter, Tags tags, Supplier<PoolStats> stats,
			ToDoubleFunction<PoolStats> value) {
		this.meters
			.register(meter.counter(this.ownTags.and(tags), stats, (now) -> value.applyAsDouble(now.get()))::register);
	}

	void showEvent(EndpointMeters.Event event, LongAdder count) {
		this.meters.registerOnce(event, counter(event.meter(), event.tags(), count)::register);
	}

	private FunctionCounter.Builder<LongAdder> counter(ConpoolMeter meter, Tags tags, LongAdder count) {
		return meter.counter(this.ownTags.and(tags), count, LongAdder::sum);
	}

	void remove() {
		this.meters.remove();
	}

	void acquired(Duration waited) {
		this.acquire.record(waited);
	}

	void connected(Duration took) {
		this.connect.record(took);
	}

}

package io.conpool.micrometer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.conpool.endpoint.Endpoint;
import io.conpool.pool.PoolStats;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;

/**
 * What is counted for one endpoint of one client, and its meters in each registry. Counts
 * are kept here, so that a registry that comes late shows them all; only times are lost
 * to it. Safe for use by several threads.
 */
final class EndpointMeters {

	private final Tags ownTags;

	private final Supplier<PoolStats> stats;

	private final LongAdder bytesRead = new LongAdder();

	private final LongAdder bytesWritten = new LongAdder();

	private final ConcurrentMap<Event, LongAdder> events = new ConcurrentHashMap<>();

	private final ConcurrentMap<MeterRegistry, BoundMeters> byRegistry = new ConcurrentHashMap<>();

	// The same once more, since each request goes through them.
	private final List<BoundMeters> bound = new CopyOnWriteArrayList<>();

	private volatile boolean forgotten;

	EndpointMeters(Tag client, Endpoint endpoint, Supplier<PoolStats> stats) {
		this.ownTags = Tags.of(client, Tag.of("endpoint", endpoint.toString()));
		this.stats = stats;
	}

	void bindTo(MeterRegistry registry) {
		BoundMeters meters = boundTo(registry);
		this.events.forEach(meters::showEvent);
		if (this.forgotten) {
			meters.remove();
		}
	}

	private BoundMeters boundTo(MeterRegistry registry) {
		return this.byRegistry.computeIfAbsent(registry, (key) -> {
			BoundMeters added = new BoundMeters(key, this);
			this.bound.add(added);
			return added;
		});
	}

	void forget() {
		this.forgotten = true;
		this.bound.forEach(BoundMeters::remove);
	}

	void acquired(Duration waited) {
		for (BoundMeters meters : this.bound) {
			meters.acquired(waited);
		}
	}

	void connected(Duration took) {
		this.bound.forEach((meters) -> meters.connected(took));
	}

	void count(ConpoolMeter meter, String... keyValues) {
		Event event = new Event(meter, Tags.of(keyValues));
		LongAdder count = this.events.get(event);
		if (count == null) {
			LongAdder first = this.events.computeIfAbsent(event, (key) -> new LongAdder());
			this.bound.forEach((meters) -> meters.showEvent(event, first));
			count = first;
		}
		count.increment();
	}

	Tags ownTags() {
		return this.ownTags;
	}

	Supplier<PoolStats> stats() {
		return this.stats;
	}

	LongAdder bytesRead() {
		return this.bytesRead;
	}

	LongAdder bytesWritten() {
		return this.bytesWritten;
	}

	/**
	 * What one of the counters counts that come into being with their first event.
	 *
	 * @param meter the counter's name
	 * @param tags its tags but for the client and the endpoint
	 */
	record Event(ConpoolMeter meter, Tags tags) {
	}

}

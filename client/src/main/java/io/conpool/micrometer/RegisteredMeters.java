package io.conpool.micrometer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Meters of one endpoint in one registry, which go together when the endpoint is
 * forgotten. What is registered later is removed at once. Safe for use by several
 * threads.
 */
final class RegisteredMeters {

	private final MeterRegistry registry;

	private final Set<Meter> meters = ConcurrentHashMap.newKeySet();

	private final Set<Object> shown = ConcurrentHashMap.newKeySet();

	private volatile boolean removed;

	RegisteredMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	<M extends Meter> M register(Function<MeterRegistry, M> registration) {
		M meter = registration.apply(this.registry);
		this.meters.add(meter);
		if (this.removed) {
			this.registry.remove(meter);
		}
		return meter;
	}

	/**
	 * Registers the meter of something unless that has one: Micrometer warns of a gauge
	 * that is registered twice.
	 */
	void registerOnce(Object what, Function<MeterRegistry, ? extends Meter> registration) {
		if (this.shown.add(what)) {
			register(registration);
		}
	}

	void remove() {
		this.removed = true;
		this.meters.forEach(this.registry::remove);
	}

}

package io.conpool.autoconfigure.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.conpool.H2ClientBuilder;
import io.conpool.autoconfigure.H2ClientBuilderCustomizer;
import io.conpool.micrometer.ConpoolMetrics;
import io.conpool.micrometer.OpenTelemetryMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The meters of all clients: each client gets its own when it starts, also after the
 * registries are bound, and the same again when it is started anew. Safe for use by
 * several threads.
 */
final class ClientMeters implements H2ClientBuilderCustomizer, MeterBinder {

	private final boolean openTelemetry;

	private final Set<MeterRegistry> registries = ConcurrentHashMap.newKeySet();

	private final ConcurrentMap<String, ConpoolMetrics> metrics = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, OpenTelemetryMetrics> openTelemetryMetrics = new ConcurrentHashMap<>();

	/**
	 * Makes an object without meters.
	 * @param openTelemetry whether there are those of OpenTelemetry, too
	 */
	ClientMeters(boolean openTelemetry) {
		this.openTelemetry = openTelemetry;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		// First the registry, then the meters; customize() does it the other way round,
		// so that neither misses what the other one adds.
		this.registries.add(registry);
		this.metrics.values().forEach((each) -> each.bindTo(registry));
		this.openTelemetryMetrics.values().forEach((each) -> each.bindTo(registry));
	}

	@Override
	public void customize(H2ClientBuilder builder) {
		throw new IllegalStateException("meters need the client's name");
	}

	@Override
	public void customize(String client, H2ClientBuilder builder) {
		ConpoolMetrics own = this.metrics.computeIfAbsent(client, ConpoolMetrics::new);
		this.registries.forEach(own::bindTo);
		builder.poolListener(own).connectionListener(own).callListener(own);
		if (this.openTelemetry) {
			OpenTelemetryMetrics other = this.openTelemetryMetrics.computeIfAbsent(client, OpenTelemetryMetrics::new);
			this.registries.forEach(other::bindTo);
			builder.poolListener(other).connectionListener(other);
		}
	}

}

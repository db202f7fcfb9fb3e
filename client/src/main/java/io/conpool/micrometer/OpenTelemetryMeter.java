package io.conpool.micrometer;

import java.time.Duration;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * Names, descriptions and buckets of the meters of OpenTelemetry's semantic conventions
 * for HTTP clients.
 */
enum OpenTelemetryMeter {

	ACTIVE_REQUESTS("http.client.active_requests", "Number of active HTTP requests"),

	OPEN_CONNECTIONS("http.client.open_connections",
			"Number of outbound HTTP connections that are currently active or idle on the client"),

	CONNECTION_DURATION("http.client.connection.duration",
			"The duration of the successfully established outbound HTTP connections");

	private static final Duration[] DURATION_BUCKETS = DoubleStream
		.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300)
		.mapToObj((seconds) -> Duration.ofMillis(Math.round(seconds * 1000)))
		.toArray(Duration[]::new);

	private final String meterName;

	private final String description;

	OpenTelemetryMeter(String meterName, String description) {
		this.meterName = meterName;
		this.description = description;
	}

	<T> Gauge.Builder<T> gauge(Tags tags, T of, ToDoubleFunction<T> value) {
		return Gauge.builder(this.meterName, of, value).tags(tags).description(this.description);
	}

	Timer.Builder timer(Tags tags) {
		return Timer.builder(this.meterName)
			.tags(tags)
			.description(this.description)
			.serviceLevelObjectives(DURATION_BUCKETS);
	}

}

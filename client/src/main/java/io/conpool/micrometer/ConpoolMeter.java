package io.conpool.micrometer;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The meters' names and descriptions. Every meter of one name has the same tag keys, as
 * Prometheus demands it.
 */
enum ConpoolMeter {

	CONNECTIONS("conpool.connections", "Connections by state"),

	CONNECTIONS_SUSPECT("conpool.connections.suspect",
			"Serving connections of which it is doubtful whether the peer still answers"),

	CONNECTIONS_RETIRING("conpool.connections.retiring", "Serving connections that wait for their successor"),

	STREAMS_OPEN("conpool.streams.open", "Streams that are open"),

	STREAMS_CAPACITY("conpool.streams.capacity", "Streams that the serving connections can bear together"),

	WAITERS("conpool.waiters", "Requests that wait for a stream"),

	ACQUIRE("conpool.acquire", "Time that requests waited for a stream"),

	ACQUIRE_ERRORS("conpool.acquire.errors", "Requests that got no stream, by error"),

	CONNECT("conpool.connect", "Time to make a connection, the peer's SETTINGS included"),

	CONNECT_ERRORS("conpool.connect.errors", "Attempts to connect that failed, by error"),

	CONNECT_FAILURES("conpool.connect.failures", "Dials that failed in a row"),

	CONNECT_BACKOFF("conpool.connect.backoff", "Time until the next dial may begin", "seconds"),

	// Not "created": in Prometheus that suffix is reserved.
	CONNECTIONS_OPENED("conpool.connections.opened", "Connections made"),

	CONNECTIONS_NEGOTIATED("conpool.connections.negotiated", "Connections made, by version of HTTP"),

	CONNECTIONS_CLOSED("conpool.connections.closed", "Connections closed, by reason"),

	CONNECTIONS_REUSED("conpool.connections.reused", "Streams on a connection that had been used before"),

	GOAWAYS_RECEIVED("conpool.goaways.received", "GOAWAY frames received, by error code"),

	STREAMS_RESET("conpool.streams.reset", "Streams reset, by error code and direction"),

	REQUESTS_REPLAYED("conpool.requests.replayed",
			"Requests sent again since the server cannot have processed them, by error"),

	REQUESTS_RETRIED("conpool.requests.retried",
			"Requests of idempotent methods sent again that the server may have processed, by error"),

	RESPONSES_UNREAD("conpool.responses.unread", "Streamed responses given up since nobody read them"),

	DATA_READ("conpool.data.read", "Bytes of frames read, after TLS", "bytes"),

	DATA_WRITTEN("conpool.data.written", "Bytes of frames written, before TLS", "bytes");

	private final String meterName;

	private final String description;

	private final @Nullable String baseUnit;

	ConpoolMeter(String meterName, String description) {
		this(meterName, description, null);
	}

	ConpoolMeter(String meterName, String description, @Nullable String baseUnit) {
		this.meterName = meterName;
		this.description = description;
		this.baseUnit = baseUnit;
	}

	<T> Gauge.Builder<T> gauge(Tags tags, T of, ToDoubleFunction<T> value) {
		return Gauge.builder(this.meterName, of, value)
			.tags(tags)
			.description(this.description)
			.baseUnit(this.baseUnit);
	}

	<T> FunctionCounter.Builder<T> counter(Tags tags, T of, ToDoubleFunction<T> value) {
		return FunctionCounter.builder(this.meterName, of, value)
			.tags(tags)
			.description(this.description)
			.baseUnit(this.baseUnit);
	}

	Timer.Builder timer(Tags tags) {
		return Timer.builder(this.meterName).tags(tags).description(this.description);
	}

}

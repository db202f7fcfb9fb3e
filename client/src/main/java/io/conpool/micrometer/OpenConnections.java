package io.conpool.micrometer;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.conpool.http.HttpConnection;
import io.micrometer.core.instrument.Tags;

/**
 * The open connections to one server in one version of HTTP. Safe for use by several
 * threads.
 */
final class OpenConnections {

	private final Tags tags;

	private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();

	OpenConnections(Tags server, String protocolVersion) {
		this.tags = server.and("network.protocol.version", protocolVersion);
	}

	void opened(HttpConnection connection) {
		this.connections.add(connection);
	}

	void closed(HttpConnection connection, Duration age, Iterable<RegisteredMeters> bound) {
		this.connections.remove(connection);
		bound.forEach((meters) -> meters.register(OpenTelemetryMeter.CONNECTION_DURATION.timer(this.tags)::register)
			.record(age));
	}

	void showIn(RegisteredMeters meters) {
		show("active", (connection) -> connection.openStreams() > 0, meters);
		show("idle", (connection) -> connection.openStreams() == 0, meters);
	}

	private void show(String state, Predicate<HttpConnection> isInState, RegisteredMeters meters) {
		Tags stateTags = this.tags.and("http.connection.state", state);
		meters.registerOnce(stateTags, OpenTelemetryMeter.OPEN_CONNECTIONS.gauge(stateTags, this.connections,
				(all) -> all.stream().filter(isInState).count())::register);
	}

}

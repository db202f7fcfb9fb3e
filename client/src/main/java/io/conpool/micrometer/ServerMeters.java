package io.conpool.micrometer;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.conpool.endpoint.Endpoint;
import io.conpool.http.HttpConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;

/**
 * What OpenTelemetry's conventions ask about one server, as one client sees it, and its
 * meters in each registry. Safe for use by several threads.
 */
final class ServerMeters {

	private final Tags ownTags;

	private final ActiveRequests active;

	private final ConcurrentMap<String, OpenConnections> openByVersion = new ConcurrentHashMap<>();

	private final ConcurrentMap<MeterRegistry, RegisteredMeters> bound = new ConcurrentHashMap<>();

	private volatile boolean forgotten;

	ServerMeters(Tag client, Endpoint endpoint) {
		this.ownTags = Tags.of(client, Tag.of("server.address", endpoint.host()),
				Tag.of("server.port", Integer.toString(endpoint.port())),
				Tag.of("url.scheme", endpoint.scheme().text()));
		this.active = new ActiveRequests(this.ownTags);
	}

	void bindTo(MeterRegistry registry) {
		RegisteredMeters meters = this.bound.computeIfAbsent(registry, RegisteredMeters::new);
		this.active.showIn(meters);
		this.openByVersion.values().forEach((open) -> open.showIn(meters));
		if (this.forgotten) {
			meters.remove();
		}
	}

	/** Returns whether the meters are gone: not while a request is under way. */
	boolean forget() {
		if (!this.active.close()) {
			return false;
		}
		this.forgotten = true;
		this.bound.values().forEach(RegisteredMeters::remove);
		return true;
	}

	/** Returns whether it was counted: not if this is forgotten. */
	boolean began(String method) {
		return this.active.begin(method, this.bound.values());
	}

	void ended(String method) {
		this.active.end(method);
	}

	void opened(HttpConnection connection) {
		OpenConnections open = open(connection.protocolVersion());
		open.opened(connection);
		this.bound.values().forEach(open::showIn);
	}

	void closed(HttpConnection connection, Duration age) {
		open(connection.protocolVersion()).closed(connection, age, this.bound.values());
	}

	private OpenConnections open(String protocolVersion) {
		return this.openByVersion.computeIfAbsent(protocolVersion,
				(version) -> new OpenConnections(this.ownTags, version));
	}

}

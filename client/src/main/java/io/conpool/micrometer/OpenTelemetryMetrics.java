package io.conpool.micrometer;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.conpool.call.CallListener;
import io.conpool.connection.http2.H2ConnectionListener;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.HttpConnection;
import io.conpool.pool.PoolListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one client by the names of OpenTelemetry's semantic conventions for HTTP
 * clients: {@code http.client.active_requests}, {@code http.client.open_connections},
 * {@code http.client.connection.duration}. All have the tags {@code server.address},
 * {@code server.port} and {@code url.scheme}, and {@code client}, which the conventions
 * do not know, to tell clients apart that call the same server. To be added to the
 * client's builder as each of the three listeners that it is. It may be bound to any
 * number of registries, at any time; durations count from then on. When the pool forgets
 * an endpoint, its meters are removed, unless a call to it has not ended. Safe for use by
 * several threads.
 */
public final class OpenTelemetryMetrics implements MeterBinder, PoolListener, H2ConnectionListener, CallListener {

	private final Tag client;

	private final ConcurrentMap<Endpoint, ServerMeters> servers = new ConcurrentHashMap<>();

	private final Set<MeterRegistry> registries = ConcurrentHashMap.newKeySet();

	/**
	 * Makes metrics that are not bound to a registry yet.
	 * @param client the client's name, the value of the tag {@code client}; no other
	 * client that is bound to the same registry may have it
	 */
	public OpenTelemetryMetrics(String client) {
		this.client = Tag.of("client", client);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		// First the registry, then the servers; server() does it the other way round, so
		// that neither misses what the other one adds.
		this.registries.add(registry);
		this.servers.values().forEach((meters) -> meters.bindTo(registry));
	}

	private ServerMeters server(Endpoint endpoint) {
		ServerMeters known = this.servers.get(endpoint);
		if (known != null) {
			return known;
		}
		ServerMeters meters = this.servers.computeIfAbsent(endpoint, (key) -> new ServerMeters(this.client, key));
		this.registries.forEach(meters::bindTo);
		return meters;
	}

	@Override
	public void onEndpointForgotten(Endpoint endpoint) {
		ServerMeters meters = this.servers.get(endpoint);
		if (meters != null && meters.forget()) {
			this.servers.remove(endpoint, meters);
		}
	}

	@Override
	public void onBegin(H2Request request) {
		while (!server(request.endpoint()).began(request.method())) {
			// Being forgotten at this moment: its meters must be gone before there are
			// new ones by the same names.
			Thread.onSpinWait();
		}
	}

	@Override
	public void onEnd(H2Request request, int status, @Nullable H2Error error) {
		ServerMeters meters = this.servers.get(request.endpoint());
		if (meters != null) {
			meters.ended(request.method());
		}
	}

	@Override
	public void onOpened(HttpConnection connection) {
		server(connection.endpoint()).opened(connection);
	}

	@Override
	public void onClosed(HttpConnection connection, Duration age) {
		ServerMeters meters = this.servers.get(connection.endpoint());
		if (meters != null) {
			meters.closed(connection, age);
		}
	}

}

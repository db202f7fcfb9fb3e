package io.conpool.micrometer;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.conpool.call.CallListener;
import io.conpool.connection.http2.H2ConnectionListener;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.HttpConnection;
import io.conpool.pool.PoolListener;
import io.conpool.pool.PoolStats;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The meters {@code conpool.*} of one client, all with the tags {@code client} and
 * {@code endpoint} and no other one that grows with the traffic. To be added to the
 * client's builder as each of the three listeners that it is. It may be bound to any
 * number of registries, at any time: counts include what happened before, times do not.
 * When the pool forgets an endpoint, its meters are removed, so that a caller of many
 * hosts does not collect series. Every client has an instance of its own; all may be
 * bound to the same registry, since the client's name tells them apart where their pools
 * have the same endpoint. Safe for use by several threads.
 */
public final class ConpoolMetrics implements MeterBinder, PoolListener, H2ConnectionListener, CallListener {

	private final Tag client;

	private final ConcurrentMap<Endpoint, EndpointMeters> endpoints = new ConcurrentHashMap<>();

	private final Set<MeterRegistry> registries = ConcurrentHashMap.newKeySet();

	/**
	 * Makes metrics that are not bound to a registry yet.
	 * @param client the client's name, the value of the tag {@code client}; no other
	 * client that is bound to the same registry may have it
	 */
	public ConpoolMetrics(String client) {
		this.client = Tag.of("client", client);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		// First the registry, then the endpoints; onEndpointAdded does it the other way
		// round, so that neither misses what the other one adds.
		this.registries.add(registry);
		this.endpoints.values().forEach((meters) -> meters.bindTo(registry));
	}

	@Override
	public void onEndpointAdded(Endpoint endpoint, Supplier<PoolStats> stats) {
		EndpointMeters meters = new EndpointMeters(this.client, endpoint, stats);
		this.endpoints.put(endpoint, meters);
		this.registries.forEach(meters::bindTo);
	}

	@Override
	public void onEndpointForgotten(Endpoint endpoint) {
		EndpointMeters meters = this.endpoints.remove(endpoint);
		if (meters != null) {
			meters.forget();
		}
	}

	@Override
	public void onAcquired(Endpoint endpoint, Duration waited, boolean reused) {
		at(endpoint, (meters) -> meters.acquired(waited));
	}

	@Override
	public void onAcquireFailed(Endpoint endpoint, H2Error error) {
		at(endpoint, (meters) -> meters.count(ConpoolMeter.ACQUIRE_ERRORS, "error.type", error.type()));
	}

	@Override
	public void onConnectionCreated(Endpoint endpoint, Duration took) {
		at(endpoint, (meters) -> meters.connected(took));
	}

	@Override
	public void onConnectFailed(Endpoint endpoint, H2Error error) {
		at(endpoint, (meters) -> meters.count(ConpoolMeter.CONNECT_ERRORS, "error.type", error.type()));
	}

	@Override
	public void onOpened(HttpConnection connection) {
		at(connection.endpoint(), (meters) -> meters.count(ConpoolMeter.CONNECTIONS_NEGOTIATED,
				"network.protocol.version", connection.protocolVersion()));
	}

	@Override
	public void onGoAway(Endpoint endpoint, Http2ErrorCode code) {
		at(endpoint, (meters) -> meters.count(ConpoolMeter.GOAWAYS_RECEIVED, "code", code.name()));
	}

	@Override
	public void onStreamReset(Endpoint endpoint, Http2ErrorCode code, boolean byPeer) {
		String direction = byPeer ? "received" : "sent";
		at(endpoint, (meters) -> meters.count(ConpoolMeter.STREAMS_RESET, "code", code.name(), "direction", direction));
	}

	@Override
	public void onBytesRead(Endpoint endpoint, long bytes) {
		at(endpoint, (meters) -> meters.bytesRead().add(bytes));
	}

	@Override
	public void onBytesWritten(Endpoint endpoint, long bytes) {
		at(endpoint, (meters) -> meters.bytesWritten().add(bytes));
	}

	@Override
	public void onReplay(Endpoint endpoint, H2Error error) {
		at(endpoint, (meters) -> meters.count(ConpoolMeter.REQUESTS_REPLAYED, "error.type", error.type()));
	}

	@Override
	public void onRetry(Endpoint endpoint, H2Error error) {
		at(endpoint, (meters) -> meters.count(ConpoolMeter.REQUESTS_RETRIED, "error.type", error.type()));
	}

	@Override
	public void onUnread(Endpoint endpoint, H2Error.ContentUnread error) {
		at(endpoint, (meters) -> meters.count(ConpoolMeter.RESPONSES_UNREAD));
	}

	private void at(Endpoint endpoint, Consumer<EndpointMeters> action) {
		EndpointMeters meters = this.endpoints.get(endpoint);
		if (meters != null) {
			action.accept(meters);
		}
	}

}

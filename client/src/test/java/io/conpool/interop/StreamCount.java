package io.conpool.interop;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.endpoint.Endpoint;
import io.conpool.http.HttpConnection;
import io.conpool.pool.AccessMode;
import io.conpool.pool.ConnectionEvents;
import io.conpool.pool.ProtocolHandler;

/**
 * Counts for every connection how many leases of it are out and how many streams it has,
 * at each lease. Safe for use by several threads.
 */
final class StreamCount implements ProtocolHandler<HttpConnection> {

	private final ProtocolHandler<HttpConnection> handler;

	private final ConcurrentMap<HttpConnection, AtomicInteger> leases = new ConcurrentHashMap<>();

	private final AtomicInteger mostLeases = new AtomicInteger();

	private final AtomicInteger mostOpen = new AtomicInteger();

	StreamCount(ProtocolHandler<HttpConnection> handler) {
		this.handler = handler;
	}

	/** Most leases of one connection that were out at once. */
	int mostLeases() {
		return this.mostLeases.get();
	}

	/** Most streams of one connection that were seen open at once. */
	int mostOpen() {
		return this.mostOpen.get();
	}

	/** How many connections were ever lent. */
	int connections() {
		return this.leases.size();
	}

	@Override
	public void onAcquire(HttpConnection connection) {
		int out = this.leases.computeIfAbsent(connection, (unknown) -> new AtomicInteger()).incrementAndGet();
		this.mostLeases.accumulateAndGet(out, Math::max);
		this.mostOpen.accumulateAndGet(connection.openStreams(), Math::max);
		this.handler.onAcquire(connection);
	}

	@Override
	public void onRelease(HttpConnection connection) {
		// The stream whose lease this was has left the connection's count already.
		this.mostOpen.accumulateAndGet(connection.openStreams() + 1, Math::max);
		this.leases.get(connection).decrementAndGet();
		this.handler.onRelease(connection);
	}

	@Override
	public CompletionStage<HttpConnection> connect(Endpoint endpoint, ConnectionEvents events) {
		return this.handler.connect(endpoint, events);
	}

	@Override
	public AccessMode accessMode(HttpConnection connection) {
		return this.handler.accessMode(connection);
	}

	@Override
	public AccessMode assumedAccessMode(Endpoint endpoint) {
		return this.handler.assumedAccessMode(endpoint);
	}

	@Override
	public boolean isHealthy(HttpConnection connection) {
		return this.handler.isHealthy(connection);
	}

	@Override
	public CompletionStage<Void> close(HttpConnection connection) {
		return this.handler.close(connection);
	}

}

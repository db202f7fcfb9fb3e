package io.conpool.autoconfigure.testsupport;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import io.conpool.HttpProtocolHandler;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.HttpConnection;
import io.conpool.pool.AccessMode;
import io.conpool.pool.ConnectionEvents;
import io.conpool.pool.ProtocolHandler;

/**
 * Real connections of which a test sees, without waiting longer than it must, that the
 * pool has heard of their end. Endpoints can be made unreachable.
 */
public final class ObservedHandler implements ProtocolHandler<HttpConnection> {

	private final HttpProtocolHandler http2;

	private final Set<Endpoint> unreachable = ConcurrentHashMap.newKeySet();

	private final CompletableFuture<Void> drained = new CompletableFuture<>();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	public ObservedHandler(HttpProtocolHandler http2) {
		this.http2 = http2;
	}

	/** Lets every later dial of the endpoint fail. */
	public void breakDown(Endpoint endpoint) {
		this.unreachable.add(endpoint);
	}

	/** Lets later dials of the endpoint succeed. */
	public void repair(Endpoint endpoint) {
		this.unreachable.remove(endpoint);
	}

	/** Completes when the pool knows that a connection drains. */
	public CompletableFuture<Void> drained() {
		return this.drained;
	}

	/** Completes when the pool knows that a connection is closed. */
	public CompletableFuture<Void> closed() {
		return this.closed;
	}

	@Override
	public CompletionStage<HttpConnection> connect(Endpoint endpoint, ConnectionEvents events) {
		if (this.unreachable.contains(endpoint)) {
			return CompletableFuture
				.failedFuture(new H2Error.ConnectionFailed(endpoint, new IOException("refused")).asException());
		}
		return this.http2.connect(endpoint, new ObservedEvents(events));
	}

	@Override
	public AccessMode accessMode(HttpConnection state) {
		return this.http2.accessMode(state);
	}

	@Override
	public AccessMode assumedAccessMode(Endpoint endpoint) {
		return this.http2.assumedAccessMode(endpoint);
	}

	@Override
	public boolean isHealthy(HttpConnection state) {
		return this.http2.isHealthy(state);
	}

	@Override
	public CompletionStage<Void> close(HttpConnection state) {
		return this.http2.close(state);
	}

	private final class ObservedEvents implements ConnectionEvents {

		private final ConnectionEvents events;

		ObservedEvents(ConnectionEvents events) {
			this.events = events;
		}

		@Override
		public void changed() {
			this.events.changed();
		}

		@Override
		public void retire(String reason) {
			this.events.retire(reason);
		}

		@Override
		public void served() {
			this.events.served();
		}

		@Override
		public void draining(H2Error cause) {
			this.events.draining(cause);
			ObservedHandler.this.drained.complete(null);
		}

		@Override
		public void closed() {
			this.events.closed();
			ObservedHandler.this.closed.complete(null);
		}

	}

}

package io.conpool.http2;

import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.pool.ConnectionEvents;

/**
 * Whom a connection tells what happens to it: first those who wait for its being ready,
 * then the pool. Confined to the connection's event loop.
 */
final class ConnectionOwner {

	private final CompletableFuture<H2Connection> ready;

	private final ConnectionEvents events;

	ConnectionOwner(CompletableFuture<H2Connection> ready, ConnectionEvents events) {
		this.ready = ready;
		this.events = events;
	}

	void ready(H2Connection connection) {
		this.ready.complete(connection);
	}

	void changed() {
		this.events.changed();
	}

	void retire(String reason) {
		this.events.retire(reason);
	}

	void draining(H2Error cause) {
		this.events.draining(cause);
	}

	void failed(H2Error error) {
		if (!this.ready.completeExceptionally(error.asException())) {
			this.events.draining(error);
		}
	}

	void closed(H2Error ifNotReady) {
		if (!this.ready.isDone()) {
			this.ready.completeExceptionally(ifNotReady.asException());
		}
		this.events.closed();
	}

}

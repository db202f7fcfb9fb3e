package io.conpool.exchange;

import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.pool.ConnectionEvents;

/**
 * Whom a connection tells what happens to it: first those who wait for its being ready,
 * then the pool. Confined to the connection's event loop.
 *
 * @param <S> the connection
 */
public final class ConnectionOwner<S> {

	private final CompletableFuture<? super S> ready;

	private final ConnectionEvents events;

	/**
	 * Makes the owner of one connection.
	 * @param ready completed with the connection, or with why there is none
	 * @param events told what happens to it later
	 */
	public ConnectionOwner(CompletableFuture<? super S> ready, ConnectionEvents events) {
		this.ready = ready;
		this.events = events;
	}

	/**
	 * The connection may be lent.
	 * @param connection the connection
	 */
	public void ready(S connection) {
		this.ready.complete(connection);
	}

	/**
	 * It can bear more exchanges, or fewer.
	 */
	public void changed() {
		this.events.changed();
	}

	/**
	 * It works, but is to be replaced.
	 * @param reason why, in a few words
	 */
	public void retire(String reason) {
		this.events.retire(reason);
	}

	/**
	 * It takes no new exchange.
	 * @param cause why
	 */
	public void draining(H2Error cause) {
		this.events.draining(cause);
	}

	/**
	 * It ends with an error.
	 * @param error the error
	 */
	public void failed(H2Error error) {
		if (!this.ready.completeExceptionally(error.asException())) {
			this.events.draining(error);
		}
	}

	/**
	 * It is gone.
	 * @param ifNotReady why, for those who still wait for its being ready
	 */
	public void closed(H2Error ifNotReady) {
		if (!this.ready.isDone()) {
			this.ready.completeExceptionally(ifNotReady.asException());
		}
		this.events.closed();
	}

}

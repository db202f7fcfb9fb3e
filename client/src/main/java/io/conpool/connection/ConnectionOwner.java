package io.conpool.connection;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.conpool.error.H2Error;
import io.conpool.http.HttpConnection;
import io.conpool.http.HttpConnectionListener;
import io.conpool.pool.ConnectionEvents;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Whom a connection tells what happens to it: first those who wait for its being ready,
 * then the pool; and the listeners of its beginning and its end. Confined to the
 * connection's event loop, but for {@link #changed}.
 *
 * @param <S> the connection
 */
public final class ConnectionOwner<S extends HttpConnection> {

	private final CompletableFuture<? super S> ready;

	private final ConnectionEvents events;

	private final HttpConnectionListener listener;

	private final Scheduler clock;

	private @Nullable Supplier<S> connection;

	private @Nullable S opened;

	private long openedNanos;

	private boolean served;

	/**
	 * Makes the owner of one connection.
	 * @param ready completed with the connection, or with why there is none
	 * @param events told what happens to it later
	 * @param listener told of its beginning and its end
	 * @param clock gives the time
	 */
	public ConnectionOwner(CompletableFuture<? super S> ready, ConnectionEvents events, HttpConnectionListener listener,
			Scheduler clock) {
		this.ready = ready;
		this.events = events;
		this.listener = listener;
		this.clock = clock;
	}

	/**
	 * Says how the connection is made once it may be lent.
	 * @param made makes it, at most once
	 */
	public void of(Supplier<S> made) {
		this.connection = made;
	}

	/**
	 * The connection may be lent.
	 */
	public void ready() {
		S connection = Objects.requireNonNull(this.connection).get();
		this.opened = connection;
		this.openedNanos = this.clock.nanoTime();
		this.listener.onOpened(connection);
		this.ready.complete(connection);
	}

	/**
	 * It can bear more exchanges, or fewer.
	 */
	public void changed() {
		this.events.changed();
	}

	/**
	 * It has received the head of a response, informational or final.
	 */
	public void served() {
		if (!this.served) {
			this.served = true;
			this.events.served();
		}
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
		S connection = this.opened;
		if (connection != null) {
			this.listener.onClosed(connection, Duration.ofNanos(this.clock.nanoTime() - this.openedNanos));
		}
		if (!this.ready.isDone()) {
			this.ready.completeExceptionally(ifNotReady.asException());
		}
		this.events.closed();
	}

}

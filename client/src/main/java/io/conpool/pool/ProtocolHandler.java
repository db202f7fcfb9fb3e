package io.conpool.pool;

import java.util.concurrent.CompletionStage;

import io.conpool.endpoint.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * All that a pool has to be told about a protocol. The pool holds no lock when it calls
 * {@link #connect}, {@link #onAcquire}, {@link #onRelease} and {@link #close}; it holds
 * its endpoint's lock when it asks {@link #accessMode}, {@link #isHealthy},
 * {@link #isSuspect} and {@link #remoteAddress}, which must therefore only read a field.
 * Any thread may call.
 *
 * @param <S> the state of one connection: what a lease gives access to
 */
public interface ProtocolHandler<S> {

	/**
	 * Makes a connection, ready for use: every handshake is done. Called once per
	 * attempt; the pool does the retries. The handler bounds the time that it takes.
	 * @param endpoint where to
	 * @param events to be told of what happens to this connection later
	 * @return completes with the connection's state, or with an
	 * {@link io.conpool.error.H2ClientException H2ClientException} that says whether
	 * another attempt may succeed; on any thread
	 */
	CompletionStage<S> connect(Endpoint endpoint, ConnectionEvents events);

	/**
	 * How many may use the connection now. May change at any time; the pool hears of it
	 * by {@link ConnectionEvents#changed()}.
	 * @param state the connection
	 * @return a snapshot
	 */
	AccessMode accessMode(S state);

	/**
	 * The guess before the first connection to an endpoint has shown its mode: how many
	 * waiters one dial will serve.
	 * @param endpoint where to
	 * @return the guess
	 */
	AccessMode assumedAccessMode(Endpoint endpoint);

	/**
	 * Whether the connection may be lent once more. Once false, it must stay false.
	 * @param state the connection
	 * @return a snapshot
	 */
	boolean isHealthy(S state);

	/**
	 * Whether there is doubt that the peer still answers. While it lasts, the connection
	 * is lent only if no other has room and none can be expected soon. It must end within
	 * a bound; the pool hears of the end by {@link ConnectionEvents#changed()}, or by the
	 * connection's end.
	 * @param state the connection
	 * @return a snapshot; false unless the protocol can tell
	 */
	default boolean isSuspect(S state) {
		return false;
	}

	/**
	 * The peer's address, for people to read.
	 * @param state the connection
	 * @return the address, or null if there is none
	 */
	default @Nullable String remoteAddress(S state) {
		return null;
	}

	/**
	 * A lease of the connection begins.
	 * @param state the connection
	 */
	default void onAcquire(S state) {
	}

	/**
	 * A lease of the connection has ended.
	 * @param state the connection
	 */
	default void onRelease(S state) {
	}

	/**
	 * Says goodbye and closes. Called at most once, when no lease is out any more or the
	 * time to drain is over; what still runs then fails. The handler bounds the time that
	 * it takes.
	 * @param state the connection
	 * @return completes when the connection is closed, on any thread
	 */
	CompletionStage<Void> close(S state);

}

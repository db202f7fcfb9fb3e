package io.conpool.pool;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;

/**
 * Hears what a pool does. It is called on whatever thread did it, event loops among them,
 * never under a lock; it must not block and not throw.
 */
public interface PoolListener {

	/**
	 * The pool begins to keep an endpoint.
	 * @param endpoint the endpoint
	 * @param stats its numbers, each time anew
	 */
	default void onEndpointAdded(Endpoint endpoint, Supplier<PoolStats> stats) {
	}

	/**
	 * The pool has forgotten an endpoint that was not used for a while, its statistics
	 * too.
	 * @param endpoint the endpoint
	 */
	default void onEndpointForgotten(Endpoint endpoint) {
	}

	/**
	 * A connection was made.
	 * @param endpoint where to
	 * @param took from the beginning of the successful attempt to the connection's being
	 * ready
	 */
	default void onConnectionCreated(Endpoint endpoint, Duration took) {
	}

	/**
	 * An attempt to connect failed; another may follow.
	 * @param endpoint where to
	 * @param error why
	 */
	default void onConnectFailed(Endpoint endpoint, H2Error error) {
	}

	/**
	 * A connection is closed.
	 * @param endpoint where to
	 * @param reason why the pool stopped lending it
	 * @param age from its creation to now
	 */
	default void onConnectionClosed(Endpoint endpoint, CloseReason reason, Duration age) {
	}

	/**
	 * A lease begins.
	 * @param endpoint where to
	 * @param waited how long its taker had to wait; zero if a connection had room at once
	 * @param reused whether the connection had been lent before
	 */
	default void onAcquired(Endpoint endpoint, Duration waited, boolean reused) {
	}

	/**
	 * A lease could not be had.
	 * @param endpoint where to
	 * @param error why
	 */
	default void onAcquireFailed(Endpoint endpoint, H2Error error) {
	}

	/**
	 * Tells any number of listeners, in their order; what one throws does not reach the
	 * others, but the thread's handler of uncaught exceptions.
	 * @param listeners the listeners
	 * @return one that stands for all
	 */
	static PoolListener all(List<PoolListener> listeners) {
		return new PoolListeners(List.copyOf(listeners));
	}

}

package io.conpool.pool;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.ForeignFault;
import io.conpool.error.H2Error;

/**
 * Several listeners as one. Immutable.
 */
record PoolListeners(List<PoolListener> listeners) implements PoolListener {

	@Override
	public void onEndpointAdded(Endpoint endpoint, Supplier<PoolStats> stats) {
		each((listener) -> listener.onEndpointAdded(endpoint, stats));
	}

	@Override
	public void onEndpointForgotten(Endpoint endpoint) {
		each((listener) -> listener.onEndpointForgotten(endpoint));
	}

	@Override
	public void onConnectionCreated(Endpoint endpoint, Duration took) {
		each((listener) -> listener.onConnectionCreated(endpoint, took));
	}

	@Override
	public void onConnectFailed(Endpoint endpoint, H2Error error) {
		each((listener) -> listener.onConnectFailed(endpoint, error));
	}

	@Override
	public void onConnectionClosed(Endpoint endpoint, CloseReason reason, Duration age) {
		each((listener) -> listener.onConnectionClosed(endpoint, reason, age));
	}

	@Override
	public void onAcquired(Endpoint endpoint, Duration waited, boolean reused) {
		each((listener) -> listener.onAcquired(endpoint, waited, reused));
	}

	@Override
	public void onAcquireFailed(Endpoint endpoint, H2Error error) {
		each((listener) -> listener.onAcquireFailed(endpoint, error));
	}

	/** One listener's fault must not cost the others, or the pool, anything. */
	private void each(Consumer<PoolListener> event) {
		for (PoolListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException | Error ex) {
				ForeignFault.report(ex);
			}
		}
	}

}

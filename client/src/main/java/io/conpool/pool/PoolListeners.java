package io.conpool.pool;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.ForeignFault;
import io.conpool.error.H2Error;

/**
 * Several listeners as one; what one throws does not reach the others. Immutable.
 */
record PoolListeners(List<PoolListener> listeners) implements PoolListener {

	@Override
	public void onEndpointAdded(Endpoint endpoint, Supplier<PoolStats> stats) {
		ForeignFault.tellEach(this.listeners, (listener) -> listener.onEndpointAdded(endpoint, stats));
	}

	@Override
	public void onEndpointForgotten(Endpoint endpoint) {
		ForeignFault.tellEach(this.listeners, (listener) -> listener.onEndpointForgotten(endpoint));
	}

	@Override
	public void onConnectionCreated(Endpoint endpoint, Duration took) {
		ForeignFault.tellEach(this.listeners, (listener) -> listener.onConnectionCreated(endpoint, took));
	}

	@Override
	public void onConnectFailed(Endpoint endpoint, H2Error error) {
		ForeignFault.tellEach(this.listeners, (listener) -> listener.onConnectFailed(endpoint, error));
	}

	@Override
	public void onConnectionClosed(Endpoint endpoint, CloseReason reason, Duration age) {
		ForeignFault.tellEach(this.listeners, (listener) -> listener.onConnectionClosed(endpoint, reason, age));
	}

	@Override
	public void onAcquired(Endpoint endpoint, Duration waited, boolean reused) {
		// For every request: without an object that carries what is told.
		for (int i = 0; i < this.listeners.size(); i++) {
			try {
				this.listeners.get(i).onAcquired(endpoint, waited, reused);
			}
			catch (RuntimeException | Error ex) {
				ForeignFault.report(ex);
			}
		}
	}

	@Override
	public void onAcquireFailed(Endpoint endpoint, H2Error error) {
		ForeignFault.tellEach(this.listeners, (listener) -> listener.onAcquireFailed(endpoint, error));
	}

}

package io.conpool.http2;

import java.util.List;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.Http2ErrorCode;

/**
 * Several listeners as one. Immutable.
 */
record H2ConnectionListeners(List<H2ConnectionListener> listeners) implements H2ConnectionListener {

	@Override
	public void onGoAway(Endpoint endpoint, Http2ErrorCode code) {
		this.listeners.forEach((listener) -> listener.onGoAway(endpoint, code));
	}

	@Override
	public void onStreamReset(Endpoint endpoint, Http2ErrorCode code, boolean byPeer) {
		this.listeners.forEach((listener) -> listener.onStreamReset(endpoint, code, byPeer));
	}

	@Override
	public void onBytesRead(Endpoint endpoint, long bytes) {
		this.listeners.forEach((listener) -> listener.onBytesRead(endpoint, bytes));
	}

	@Override
	public void onBytesWritten(Endpoint endpoint, long bytes) {
		this.listeners.forEach((listener) -> listener.onBytesWritten(endpoint, bytes));
	}

}

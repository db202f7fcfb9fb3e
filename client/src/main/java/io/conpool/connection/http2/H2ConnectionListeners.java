package io.conpool.connection.http2;

import java.time.Duration;
import java.util.List;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.ForeignFault;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.HttpConnection;

/**
 * Several listeners as one; what one throws does not reach the others. Immutable.
 */
record H2ConnectionListeners(List<H2ConnectionListener> listeners) implements H2ConnectionListener {

	@Override
	public void onOpened(HttpConnection connection) {
		ForeignFault.tellEach(this.listeners, (listener) -> listener.onOpened(connection));
	}

	@Override
	public void onClosed(HttpConnection connection, Duration age) {
		ForeignFault.tellEach(this.listeners, (listener) -> listener.onClosed(connection, age));
	}

	@Override
	public void onGoAway(Endpoint endpoint, Http2ErrorCode code) {
		ForeignFault.tellEach(this.listeners, (listener) -> listener.onGoAway(endpoint, code));
	}

	@Override
	public void onStreamReset(Endpoint endpoint, Http2ErrorCode code, boolean byPeer) {
		ForeignFault.tellEach(this.listeners, (listener) -> listener.onStreamReset(endpoint, code, byPeer));
	}

	@Override
	public void onBytesRead(Endpoint endpoint, long bytes) {
		ForeignFault.tellEach(this.listeners, (listener) -> listener.onBytesRead(endpoint, bytes));
	}

	@Override
	public void onBytesWritten(Endpoint endpoint, long bytes) {
		ForeignFault.tellEach(this.listeners, (listener) -> listener.onBytesWritten(endpoint, bytes));
	}

}

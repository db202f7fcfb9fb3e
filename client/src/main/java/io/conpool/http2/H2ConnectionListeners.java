package io.conpool.http2;

import java.util.List;
import java.util.function.Consumer;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.ForeignFault;
import io.conpool.error.Http2ErrorCode;

/**
 * Several listeners as one. Immutable.
 */
record H2ConnectionListeners(List<H2ConnectionListener> listeners) implements H2ConnectionListener {

	@Override
	public void onGoAway(Endpoint endpoint, Http2ErrorCode code) {
		each((listener) -> listener.onGoAway(endpoint, code));
	}

	@Override
	public void onStreamReset(Endpoint endpoint, Http2ErrorCode code, boolean byPeer) {
		each((listener) -> listener.onStreamReset(endpoint, code, byPeer));
	}

	@Override
	public void onBytesRead(Endpoint endpoint, long bytes) {
		each((listener) -> listener.onBytesRead(endpoint, bytes));
	}

	@Override
	public void onBytesWritten(Endpoint endpoint, long bytes) {
		each((listener) -> listener.onBytesWritten(endpoint, bytes));
	}

	/** One listener's fault must not cost the others, or the connection, anything. */
	private void each(Consumer<H2ConnectionListener> event) {
		for (H2ConnectionListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException | Error ex) {
				ForeignFault.report(ex);
			}
		}
	}

}

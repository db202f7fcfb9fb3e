package io.conpool.connection.http2;

import java.util.List;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.HttpConnectionListener;

/**
 * Hears what happens on connections, and what only HTTP/2 has. It is called on their
 * event loops; it must not block and not throw.
 */
public interface H2ConnectionListener extends HttpConnectionListener {

	/**
	 * The peer sent GOAWAY.
	 * @param endpoint the peer
	 * @param code why
	 */
	default void onGoAway(Endpoint endpoint, Http2ErrorCode code) {
	}

	/**
	 * A stream was reset.
	 * @param endpoint the peer
	 * @param code why
	 * @param byPeer whether the peer did it, or this client
	 */
	default void onStreamReset(Endpoint endpoint, Http2ErrorCode code, boolean byPeer) {
	}

	/**
	 * Tells any number of listeners, in their order; what one throws does not reach the
	 * others, but the thread's handler of uncaught exceptions.
	 * @param listeners the listeners
	 * @return one that stands for all
	 */
	static H2ConnectionListener all(List<H2ConnectionListener> listeners) {
		return new H2ConnectionListeners(List.copyOf(listeners));
	}

}

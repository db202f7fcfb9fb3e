package io.conpool.pool;

import io.conpool.error.H2Error;

/**
 * By this a connection tells its pool what happens to it. Any thread may call, at any
 * time from the beginning of {@link ProtocolHandler#connect} on, and without holding a
 * lock of its own.
 */
public interface ConnectionEvents {

	/**
	 * The answer of {@link ProtocolHandler#accessMode} or
	 * {@link ProtocolHandler#isSuspect} has changed.
	 */
	void changed();

	/**
	 * The connection works, but is to be replaced: its address or its certificates are
	 * not the present ones any more, say, or its ids run out. Where the endpoint is in
	 * use, a successor is dialled first; then the connection drains. Only the first call
	 * counts.
	 * @param reason why, in a few words, for people to read
	 */
	void retire(String reason);

	/**
	 * The connection has answered a use for the first time: it works. One that the peer
	 * ends before counts like a failed dial: the next dial waits, longer each time. So a
	 * protocol that never tells is dialled ever more slowly where peers end connections.
	 */
	default void served() {
	}

	/**
	 * The connection takes no new use any more, by the peer's wish or fault; what runs
	 * goes on.
	 * @param cause what the peer did
	 */
	void draining(H2Error cause);

	/**
	 * The connection is gone.
	 */
	void closed();

}

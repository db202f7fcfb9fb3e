package io.conpool.connection.http2.peer;

/**
 * The connection as {@link Pings} and {@link KeepAlive} see it. Called on its event loop,
 * but for {@link #suspect}.
 */
public interface PingedPeer {

	/**
	 * Writes a PING.
	 * @param payload tells its answer from others
	 */
	void writePing(long payload);

	/**
	 * Whether no stream is open.
	 * @return true if so
	 */
	boolean isIdle();

	/**
	 * Whether the peer may be gone.
	 * @return as {@link #suspect} was told last
	 */
	boolean isSuspect();

	/**
	 * Notes whether the peer may be gone. Any thread may call.
	 * @param suspect whether
	 */
	void suspect(boolean suspect);

	/**
	 * Ends the connection: the peer has left a PING unanswered, and sent nothing else.
	 */
	void peerIsGone();

}

package io.conpool.http2;

/**
 * The life of a connection; it only ever goes forward.
 */
public enum ConnectionState {

	/** The peer's SETTINGS have not arrived; no stream may be opened. */
	HANDSHAKING,

	/** Streams may be opened. */
	OPEN,

	/**
	 * No stream may be opened any more, open ones finish: the peer sent GOAWAY, or the
	 * stream ids are used up.
	 */
	DRAINING,

	/** The socket is closed, or about to be. */
	CLOSED

}

package io.conpool.http;

/**
 * The life of a connection; it only ever goes forward.
 */
public enum ConnectionState {

	/** HTTP/2: the peer's SETTINGS have not arrived; no exchange may begin. */
	HANDSHAKING,

	/** Exchanges may begin. */
	OPEN,

	/**
	 * No exchange may begin any more, those under way finish: the peer sent GOAWAY, or
	 * the stream ids are used up; in HTTP/1.1, the connection ends with this response.
	 */
	DRAINING,

	/** The socket is closed, or about to be. */
	CLOSED

}

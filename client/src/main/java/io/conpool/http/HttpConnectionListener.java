package io.conpool.http;

import io.conpool.endpoint.Endpoint;

/**
 * Hears what happens on connections, whatever the version of HTTP. It is called on their
 * event loops; it must not block and not throw.
 */
public interface HttpConnectionListener {

	/**
	 * A connection is ready for use.
	 * @param endpoint the peer
	 * @param protocolVersion the version of HTTP, as
	 * {@link HttpConnection#protocolVersion()}
	 */
	default void onOpened(Endpoint endpoint, String protocolVersion) {
	}

	/**
	 * Bytes arrived, after TLS.
	 * @param endpoint the peer
	 * @param bytes how many
	 */
	default void onBytesRead(Endpoint endpoint, long bytes) {
	}

	/**
	 * Bytes were written, before TLS.
	 * @param endpoint the peer
	 * @param bytes how many
	 */
	default void onBytesWritten(Endpoint endpoint, long bytes) {
	}

}

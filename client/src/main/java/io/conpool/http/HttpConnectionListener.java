package io.conpool.http;

import java.time.Duration;

import io.conpool.endpoint.Endpoint;

/**
 * Hears what happens on connections, whatever the version of HTTP. It is called on their
 * event loops; it must not block and not throw.
 */
public interface HttpConnectionListener {

	/**
	 * A connection is ready for use.
	 * @param connection the connection; what it tells of itself are snapshots, for any
	 * thread
	 */
	default void onOpened(HttpConnection connection) {
	}

	/**
	 * The socket of a connection that was ready for use is closed.
	 * @param connection the connection, the same as at its opening
	 * @param age since it was ready for use
	 */
	default void onClosed(HttpConnection connection, Duration age) {
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

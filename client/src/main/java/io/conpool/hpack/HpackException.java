package io.conpool.hpack;

/**
 * A block cannot be decoded: the compression table is lost, and with it the connection
 * (RFC 9113 section 4.3).
 */
public final class HpackException extends Exception {

	private static final long serialVersionUID = 1L;

	HpackException(String message) {
		super(message);
	}

}

package io.conpool.http2;

/**
 * How many bytes of DATA this client still accepts, on a stream or on the connection (RFC
 * 9113 section 6.9). What was taken in is granted anew in large portions: when half of
 * the window is used up. Confined to the connection's event loop.
 */
final class ReceiveWindow {

	private final int capacity;

	private int left;

	private int consumed;

	ReceiveWindow(int capacity) {
		this.capacity = capacity;
		this.left = capacity;
	}

	/** Bytes have arrived, padding included; false if the peer overran the window. */
	boolean received(int bytes) {
		this.left -= bytes;
		return this.left >= 0;
	}

	/**
	 * Bytes were taken in; returns how many to grant by WINDOW_UPDATE now, 0 for none
	 * yet.
	 */
	int consumed(int bytes) {
		this.consumed += bytes;
		if (this.consumed < this.capacity / 2) {
			return 0;
		}
		int grant = this.consumed;
		this.consumed = 0;
		this.left += grant;
		return grant;
	}

}

package io.conpool.connection.http2;

/**
 * How many bytes of DATA this client still accepts, on a stream or on the connection (RFC
 * 9113 section 6.9). What was taken in is granted anew in large portions: when half of
 * the window is used up. It grows then, where the reader keeps up, to the size that was
 * learned. Confined to the connection's event loop.
 */
final class ReceiveWindow {

	private int size;

	private int left;

	private int consumed;

	private long received;

	private boolean toGrow;

	ReceiveWindow(int size) {
		this.size = size;
		this.left = size;
	}

	/** Bytes have arrived, padding included; false if the peer overran the window. */
	boolean received(int bytes) {
		this.received += bytes;
		this.left -= bytes;
		return this.left >= 0;
	}

	/** All that has arrived so far. */
	long received() {
		return this.received;
	}

	/** What the peer may still send. */
	int left() {
		return this.left;
	}

	/**
	 * Bytes were taken in; returns how many to grant by WINDOW_UPDATE now, 0 for none
	 * yet.
	 */
	int consumed(int bytes, WindowGrowth growth) {
		this.consumed += bytes;
		if (this.consumed < this.size / 2) {
			return 0;
		}
		int grant = this.consumed + growth(growth);
		this.consumed = 0;
		this.left += grant;
		return grant;
	}

	private int growth(WindowGrowth growth) {
		int wider = growth.size() - this.size;
		if (wider <= 0 || !(this.toGrow || isReaderKeepingUp())) {
			growth.measure(this);
			return 0;
		}
		this.toGrow = false;
		this.size += wider;
		return wider;
	}

	/** It has been seen that a larger window would be used. */
	void grow() {
		this.toGrow = true;
	}

	/** A window that is full of what nobody reads must not grow. */
	boolean isReaderKeepingUp() {
		int unread = this.size - this.left - this.consumed;
		return unread <= this.size / 4;
	}

	int size() {
		return this.size;
	}

}

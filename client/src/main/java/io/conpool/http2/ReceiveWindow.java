package io.conpool.http2;

/**
 * How many bytes of DATA this client still accepts, on a stream or on the connection (RFC
 * 9113 section 6.9). What was taken in is granted anew in large portions: when half of
 * the window is used up. It grows then, where the reader keeps up, to the size that was
 * learned. Confined to the connection's event loop.
 */
final class ReceiveWindow {

	private int capacity;

	private int left;

	private int consumed;

	private long received;

	ReceiveWindow(int capacity) {
		this.capacity = capacity;
		this.left = capacity;
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
		if (this.consumed < this.capacity / 2) {
			return 0;
		}
		int grant = this.consumed + (isReaderKeepingUp() ? growth(growth) : 0);
		this.consumed = 0;
		this.left += grant;
		return grant;
	}

	/** A window that is full of what nobody reads must not grow. */
	private boolean isReaderKeepingUp() {
		int unread = this.capacity - this.left - this.consumed;
		return unread <= this.capacity / 4;
	}

	private int growth(WindowGrowth growth) {
		int wider = growth.size() - this.capacity;
		if (wider <= 0) {
			growth.measure(this);
			return 0;
		}
		this.capacity += wider;
		return wider;
	}

}

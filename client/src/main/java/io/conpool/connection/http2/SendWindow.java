package io.conpool.connection.http2;

/**
 * How many bytes of DATA the peer still accepts, on a stream or on the connection (RFC
 * 9113 section 6.9). May be negative after the peer lowered its initial window. Confined
 * to the connection's event loop.
 */
final class SendWindow {

	private int size;

	SendWindow(int size) {
		this.size = size;
	}

	int size() {
		return this.size;
	}

	void consume(int bytes) {
		this.size -= bytes;
	}

	/** Widens or narrows the window; false if it would exceed 2^31-1 (section 6.9.1). */
	boolean add(int delta) {
		long changed = (long) this.size + delta;
		if (changed > Integer.MAX_VALUE) {
			return false;
		}
		this.size = (int) changed;
		return true;
	}

}

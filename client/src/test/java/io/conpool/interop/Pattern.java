package io.conpool.interop;

import java.io.InputStream;
import java.util.Random;

/**
 * Any amount of content that is the same every time and repeats itself so late, and in
 * such lengths, that a lost, doubled or misplaced piece shows. Confined to one thread.
 */
final class Pattern extends InputStream {

	// A prime, so that no frame or buffer is a multiple of it.
	private static final byte[] PERIOD = new byte[65_521];

	static {
		new Random(1).nextBytes(PERIOD);
	}

	private final long length;

	private long position;

	Pattern(long length) {
		this.length = length;
	}

	@Override
	public int read() {
		return (this.position < this.length) ? PERIOD[(int) (this.position++ % PERIOD.length)] & 0xff : -1;
	}

	@Override
	public int read(byte[] target, int offset, int wanted) {
		if (this.position == this.length) {
			return -1;
		}
		int from = (int) (this.position % PERIOD.length);
		int read = (int) Math.min(Math.min(wanted, PERIOD.length - from), this.length - this.position);
		System.arraycopy(PERIOD, from, target, offset, read);
		this.position += read;
		return read;
	}

}

package io.conpool.interop;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
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

	/**
	 * Compares a stream with the pattern, up to the stream's end.
	 * @return how many bytes it had
	 */
	static long compared(InputStream in) throws IOException {
		byte[] actual = new byte[32 * 1024];
		byte[] expected = new byte[actual.length];
		long checked = 0;
		try (InputStream pattern = new Pattern(Long.MAX_VALUE)) {
			for (int read = in.readNBytes(actual, 0, actual.length); read > 0;) {
				pattern.readNBytes(expected, 0, read);
				if (!Arrays.equals(actual, 0, read, expected, 0, read)) {
					throw new AssertionError("other content than was sent, from byte " + checked + " on");
				}
				checked += read;
				read = in.readNBytes(actual, 0, actual.length);
			}
		}
		return checked;
	}

}

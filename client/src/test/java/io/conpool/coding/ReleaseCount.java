package io.conpool.coding;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A decoder that doubles every byte, and counts how often it was made and released.
 */
public final class ReleaseCount {

	private int made;

	private int released;

	/** A decoder that is counted. */
	public ContentDecoder decoder() {
		this.made++;
		return new ContentDecoder(List.of(new Coding("doubling", Doubling::new)),
				new DecodingLimits(Long.MAX_VALUE, Integer.MAX_VALUE));
	}

	public int made() {
		return this.made;
	}

	public int released() {
		return this.released;
	}

	private final class Doubling implements CodingDecoder {

		private int left;

		private byte last;

		@Override
		public void decode(ByteBuffer source, ByteBuffer target) {
			while (target.hasRemaining() && (this.left > 0 || source.hasRemaining())) {
				if (this.left == 0) {
					this.last = source.get();
					this.left = 2;
				}
				target.put(this.last);
				this.left--;
			}
		}

		@Override
		public void end() {
		}

		@Override
		public void close() {
			ReleaseCount.this.released++;
		}

	}

}

package io.conpool.http;

import java.nio.ByteBuffer;

/**
 * Reads content to its end and keeps nothing of it. A publisher that knows it need not
 * make buffers for it.
 */
public final class CountingSubscriber extends ContentSubscriber<Long> {

	private long bytes;

	// The publisher's, up to the end that it signals.
	private long skipped;

	CountingSubscriber() {
	}

	/**
	 * Some content has come for which there is no buffer. To be called by one thread,
	 * also beside the signals, but before the last one of them.
	 * @param count how many bytes
	 */
	public void skip(int count) {
		this.skipped += count;
	}

	@Override
	void accept(ByteBuffer content) {
		this.bytes += content.remaining();
	}

	@Override
	Long finish() {
		return this.bytes + this.skipped;
	}

}

package io.conpool.http;

import java.nio.ByteBuffer;

/**
 * Reads content to its end and keeps nothing of it.
 */
final class CountingSubscriber extends ContentSubscriber<Long> {

	private long bytes;

	@Override
	void accept(ByteBuffer content) {
		this.bytes += content.remaining();
	}

	@Override
	Long finish() {
		return this.bytes;
	}

}

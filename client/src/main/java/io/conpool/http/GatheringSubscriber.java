package io.conpool.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

import io.conpool.error.H2Error;

/**
 * Gathers content in memory, up to a limit.
 */
final class GatheringSubscriber extends ContentSubscriber<byte[]> {

	private final int maxSize;

	private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();

	GatheringSubscriber(int maxSize) {
		this.maxSize = maxSize;
	}

	@Override
	void accept(ByteBuffer content) {
		if (content.remaining() > this.maxSize - this.gathered.size()) {
			throw new H2Error.BodyTooLarge(this.maxSize).asException();
		}
		byte[] bytes = new byte[content.remaining()];
		content.get(bytes);
		this.gathered.write(bytes, 0, bytes.length);
	}

	@Override
	byte[] finish() {
		return this.gathered.toByteArray();
	}

}

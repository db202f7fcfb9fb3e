package io.conpool.connection;

import java.nio.ByteBuffer;

/**
 * Content that is in memory. Confined to the connection's event loop.
 */
final class BytesContent implements OutboundContent {

	private final ContentCarrier carrier;

	private final ByteBuffer content;

	BytesContent(ContentCarrier carrier, byte[] content) {
		this.carrier = carrier;
		this.content = ByteBuffer.wrap(content);
	}

	@Override
	public void start() {
	}

	@Override
	public boolean hasData() {
		return this.content.hasRemaining();
	}

	@Override
	public int write(int atMost) {
		int length = Math.min(atMost, this.content.remaining());
		this.carrier.write(this.content, length, length == this.content.remaining());
		return length;
	}

	@Override
	public boolean isComplete() {
		return !hasData();
	}

	@Override
	public void abandon() {
	}

}

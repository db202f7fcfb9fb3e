package io.conpool.connection;

import io.netty.buffer.ByteBuf;

/**
 * Content that is in memory. Confined to the connection's event loop.
 */
final class BytesContent implements OutboundContent {

	private final byte[] content;

	private int written;

	BytesContent(byte[] content) {
		this.content = content;
	}

	@Override
	public void start() {
	}

	@Override
	public int available() {
		return this.content.length - this.written;
	}

	@Override
	public boolean endsAfter(int length) {
		return length == available();
	}

	@Override
	public void writeTo(ByteBuf out, int length) {
		out.writeBytes(this.content, this.written, length);
		this.written += length;
	}

	@Override
	public void abandon() {
	}

}

package io.conpool.connection;

import io.netty.buffer.ByteBuf;

/**
 * Content of no bytes, complete from the beginning. Stateless.
 */
enum NoContent implements OutboundContent {

	INSTANCE;

	@Override
	public void start() {
	}

	@Override
	public int available() {
		return 0;
	}

	@Override
	public boolean endsAfter(int length) {
		return true;
	}

	@Override
	public void writeTo(ByteBuf out, int length) {
		throw new IllegalStateException("there is no content");
	}

	@Override
	public void abandon() {
	}

}

package io.conpool.http2;

import java.nio.ByteBuffer;

import io.conpool.error.H2Error;
import io.conpool.http.ContentReceiver;
import io.conpool.http.HttpHeaders;
import io.netty.buffer.ByteBuf;

/**
 * A response whose content is passed on as it arrives. Confined to the connection's event
 * loop.
 */
final class ReceiverSink implements ResponseSink {

	private final ContentReceiver receiver;

	ReceiverSink(ContentReceiver receiver) {
		this.receiver = receiver;
	}

	@Override
	public boolean isBeyondLimit(long length) {
		return false;
	}

	@Override
	public boolean consumesAtOnce() {
		return false;
	}

	@Override
	public void content(ByteBuf data) {
		ByteBuffer copy = ByteBuffer.allocate(data.readableBytes());
		data.readBytes(copy);
		this.receiver.onContent(copy.flip());
	}

	@Override
	public void complete(HttpHeaders trailers) {
		this.receiver.onEnd(trailers);
	}

	@Override
	public void fail(H2Error error) {
		this.receiver.onError(error);
	}

}

package io.conpool.connection;

import io.conpool.error.H2Error;
import io.conpool.http.ContentBytes;
import io.conpool.http.ContentReceiver;
import io.conpool.http.HttpHeaders;

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
	public void content(int length, ContentBytes content) {
		this.receiver.onContent(length, content);
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

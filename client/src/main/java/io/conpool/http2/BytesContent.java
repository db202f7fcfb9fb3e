package io.conpool.http2;

/**
 * Content that is in memory; none at all is complete from the beginning. Confined to the
 * connection's event loop.
 */
final class BytesContent implements OutboundContent {

	private final byte[] content;

	private int sent;

	BytesContent(byte[] content) {
		this.content = content;
	}

	@Override
	public void start() {
	}

	@Override
	public boolean hasData() {
		return this.sent < this.content.length;
	}

	@Override
	public int write(OutboundFrames outbound, int streamId, int atMost, boolean endsStream) {
		int length = Math.min(atMost, this.content.length - this.sent);
		boolean last = this.sent + length == this.content.length;
		outbound.data(streamId, this.content, this.sent, length, last && endsStream);
		this.sent += length;
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

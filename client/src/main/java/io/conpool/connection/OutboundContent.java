package io.conpool.connection;

import io.conpool.http.ExchangeObserver;
import io.conpool.http.RequestBody;
import io.netty.buffer.ByteBuf;

/**
 * The content of a request while it is sent. Confined to the connection's event loop.
 */
public interface OutboundContent {

	/**
	 * Makes what sends a body.
	 * @param body the body
	 * @param carrier takes the content
	 * @param observer says where the publisher of content that streams runs
	 * @return the content, of which nothing is sent yet
	 */
	static OutboundContent of(RequestBody body, ContentCarrier carrier, ExchangeObserver observer) {
		if (body instanceof RequestBody.Bytes bytes) {
			return new BytesContent(bytes.content());
		}
		if (body instanceof RequestBody.Streaming streaming) {
			return new StreamedContent(carrier, streaming, observer.executor());
		}
		if (body instanceof RequestBody.Empty) {
			return NoContent.INSTANCE;
		}
		throw new IllegalArgumentException("a blocking body must be made a publisher before it gets here");
	}

	/**
	 * The request's head is written: content may follow.
	 */
	void start();

	/**
	 * Returns how much waits to be sent.
	 * @return bytes, 0 or more
	 */
	int available();

	/**
	 * Whether the next bytes are the last ones.
	 * @param length how many bytes
	 * @return true if nothing comes behind them, false if something does or may
	 */
	boolean endsAfter(int length);

	/**
	 * Whether more is about to join what waits, without anything being sent first.
	 * @return true if so; the carrier is told when that ends
	 */
	default boolean isArriving() {
		return false;
	}

	/**
	 * Copies the next bytes, whatever buffers they are in.
	 * @param out where to
	 * @param length how many bytes, no more than wait
	 */
	void writeTo(ByteBuf out, int length);

	/**
	 * The exchange has ended; nobody needs the rest.
	 */
	void abandon();

}

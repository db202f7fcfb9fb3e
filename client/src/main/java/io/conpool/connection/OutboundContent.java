package io.conpool.connection;

import io.conpool.http.ExchangeObserver;
import io.conpool.http.RequestBody;

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
			return new BytesContent(carrier, bytes.content());
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
	 * Whether there is content to send, if the carrier has room.
	 * @return true if so
	 */
	boolean hasData();

	/**
	 * Hands the next piece to the carrier.
	 * @param atMost how many bytes at most, 1 or more
	 * @return how many it has
	 */
	int write(int atMost);

	/**
	 * Whether all was written, its end included.
	 * @return true if so
	 */
	boolean isComplete();

	/**
	 * The exchange has ended; nobody needs the rest.
	 */
	void abandon();

}

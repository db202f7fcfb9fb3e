package io.conpool.http2;

import io.conpool.error.H2Error;
import io.conpool.http.HttpHeaders;
import io.netty.buffer.ByteBuf;

/**
 * Where the content of a response goes. Confined to the connection's event loop.
 */
interface ResponseSink {

	/** Takes content; the buffer is the caller's. */
	void content(ByteBuf data);

	/** Whether there is no more room. */
	boolean isBeyondLimit(long length);

	/**
	 * Whether content counts as consumed when it is taken, or only when the reader says
	 * so.
	 */
	boolean consumesAtOnce();

	/** The response is complete, and its stream closed. */
	void complete(HttpHeaders trailers);

	/** The response will not be complete, and its stream is closed. */
	void fail(H2Error error);

}

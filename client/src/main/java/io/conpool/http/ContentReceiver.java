package io.conpool.http;

import java.nio.ByteBuffer;

import io.conpool.error.H2Error;

/**
 * Takes the content of a response as it arrives: any number of buffers, then either the
 * end or an error, once. It is called on the connection's event loop, so it must not
 * block, and must not run an application's code.
 */
public interface ContentReceiver {

	/**
	 * Some content has arrived, and is about to be copied for {@link #onContent}.
	 * @param bytes how many, 1 or more
	 * @return whether it need not be: the receiver has taken note of their number, and
	 * the bytes are dropped where they are
	 */
	default boolean skips(int bytes) {
		return false;
	}

	/**
	 * Some content has arrived. No more comes than the stream's window allows until
	 * {@link ContentSource#consumed} tells that some was used up.
	 * @param content the bytes, the receiver's to keep; at least one
	 */
	void onContent(ByteBuffer content);

	/**
	 * The content is complete.
	 * @param trailers the trailer fields; empty where there are none
	 */
	void onEnd(HttpHeaders trailers);

	/**
	 * There will be no more, though the content is not complete.
	 * @param error why
	 */
	void onError(H2Error error);

}

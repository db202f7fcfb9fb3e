package io.conpool.http;

import io.conpool.error.H2Error;

/**
 * Takes the content of a response as it arrives: any number of pieces, then either the
 * end or an error, once. It is called on the connection's event loop, so it must not
 * block, and must not run an application's code.
 */
public interface ContentReceiver {

	/**
	 * Takes a piece of content. No more comes than the stream's window allows until
	 * {@link ContentSource#consumed} tells that some was used up.
	 * @param length how many bytes, 1 or more
	 * @param content the bytes, which are copied during this call or dropped
	 */
	void onContent(int length, ContentBytes content);

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

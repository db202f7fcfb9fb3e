package io.conpool.http;

import io.conpool.error.H2Error;

/**
 * The stream that a response's content comes from, as its reader sees it. Any thread may
 * call.
 */
public interface ContentSource {

	/**
	 * The reader has used up some content, so that as much more may come.
	 * @param bytes how many bytes
	 */
	void consumed(int bytes);

	/**
	 * Ends the exchange, unless it has ended: the server is told that the rest is no
	 * longer wanted.
	 * @param reason what the receiver gets
	 */
	void cancel(H2Error reason);

}

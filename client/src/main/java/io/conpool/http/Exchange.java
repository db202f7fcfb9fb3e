package io.conpool.http;

import io.conpool.error.H2Error;

/**
 * One request on its way, and its response.
 */
public interface Exchange {

	/**
	 * Ends the exchange, unless it has ended: the server is told that the response is no
	 * longer wanted, and the observer gets the error. It returns at once, from any
	 * thread.
	 * @param reason what the observer gets
	 */
	void cancel(H2Error reason);

}

package io.conpool.http;

/**
 * Hears of the informational responses (1xx) that come before the final one: 103 with
 * links that can be fetched early (RFC 8297), 100, or others (RFC 9110 section 15.2).
 */
@FunctionalInterface
public interface InformationalListener {

	/**
	 * One has arrived. They come one after the other in their order, on the client's
	 * callback executor, so that the final response may be there before the last of them
	 * was told. A request that is sent again begins anew with them. What is thrown goes
	 * to the thread's handler of uncaught exceptions.
	 * @param status 100 to 199, but never 101
	 * @param headers the fields
	 */
	void onInformational(int status, HttpHeaders headers);

}

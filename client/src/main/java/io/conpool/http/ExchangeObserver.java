package io.conpool.http;

import io.conpool.error.H2Error;

/**
 * Hears how an exchange goes: first {@link #onClosed()}, then either a response or a
 * failure, each once. It is called on the connection's event loop, so it must not block,
 * and must not run an application's code.
 */
public interface ExchangeObserver {

	/**
	 * The connection is done with the exchange, and has room for another.
	 */
	void onClosed();

	/**
	 * The response is complete.
	 * @param response the response
	 */
	void onResponse(H2Response response);

	/**
	 * There will be no response.
	 * @param error why, and whether the server can have acted on the request
	 */
	void onFailure(H2Error error);

}

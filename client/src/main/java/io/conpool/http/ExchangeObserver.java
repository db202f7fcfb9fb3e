package io.conpool.http;

import java.util.concurrent.Executor;

import io.conpool.error.H2Error;
import org.jspecify.annotations.Nullable;

/**
 * Hears how an exchange goes: it ends in a response or a failure, once; who took a
 * {@link ContentReceiver} hears of the end there. {@link #onClosed()} comes once, too,
 * before either. It is called on the connection's event loop, so it must not block, and
 * must not run an application's code.
 */
public interface ExchangeObserver {

	/**
	 * The connection is done with the exchange, and has room for another.
	 */
	void onClosed();

	/**
	 * A part of the request's content was sent, or of the response's has arrived.
	 */
	default void onProgress() {
	}

	/**
	 * An informational response has arrived; the final one is still to come.
	 * @param status 100 to 199, but not 101
	 * @param headers the header fields
	 */
	default void onInformational(int status, HttpHeaders headers) {
	}

	/**
	 * The final status and header fields have arrived.
	 * @param status the status code
	 * @param headers the header fields
	 * @param source where the content comes from
	 * @return who takes the content as it arrives, or null to have it gathered for
	 * {@link #onResponse}
	 */
	default @Nullable ContentReceiver onHead(int status, HttpHeaders headers, ContentSource source) {
		return null;
	}

	/**
	 * Where code of the application's may run: the publisher of a request's content, and
	 * what makes its trailers.
	 * @return the executor
	 */
	Executor executor();

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

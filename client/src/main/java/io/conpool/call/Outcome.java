package io.conpool.call;

import io.conpool.error.H2Error;
import io.conpool.http.H2Response;

/**
 * How a call ended: with a response or with an error, as values; the exception is made
 * where the caller sees it. Immutable.
 */
public sealed interface Outcome {

	/**
	 * The response, or the error as an exception.
	 * @return the response
	 */
	H2Response orThrow();

	/**
	 * There is a response.
	 *
	 * @param response the response, as it came from the connection
	 */
	record Success(H2Response response) implements Outcome {
		@Override
		public H2Response orThrow() {
			return this.response;
		}
	}

	/**
	 * There is none.
	 *
	 * @param error why
	 */
	record Failure(H2Error error) implements Outcome {
		@Override
		public H2Response orThrow() {
			throw this.error.asException();
		}
	}

}

package io.conpool.call;

import io.conpool.error.H2Error;

/**
 * How a call ended: with a response or with an error, as values; the exception is made
 * where the caller sees it. Immutable.
 *
 * @param <R> the response: whole, or its head with content that is still to be read
 */
public sealed interface Outcome<R> {

	/**
	 * The response, or the error as an exception.
	 * @return the response
	 */
	R orThrow();

	/**
	 * There is a response.
	 *
	 * @param <R> the response's type
	 * @param response the response, as it came from the connection
	 */
	record Success<R>(R response) implements Outcome<R> {
		@Override
		public R orThrow() {
			return this.response;
		}
	}

	/**
	 * There is none.
	 *
	 * @param <R> the response's type
	 * @param error why
	 */
	record Failure<R>(H2Error error) implements Outcome<R> {
		@Override
		public R orThrow() {
			throw this.error.asException();
		}
	}

}

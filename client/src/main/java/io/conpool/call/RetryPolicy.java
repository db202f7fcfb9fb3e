package io.conpool.call;

import io.conpool.error.H2Error;
import io.conpool.http.H2Request;

/**
 * Says whether a request is sent again. Only what the server cannot have processed is,
 * and then whatever its method; so a POST is never processed twice. Immutable.
 *
 * @param maxReplays how often at most, those aside that do not count
 */
record RetryPolicy(int maxReplays) {

	// A request can lose many times in a row to a server that serves few requests per
	// connection; but one that never
	// serves any must not be dialled until the deadline.
	private static final int MAX_ATTEMPTS = 100;

	boolean mayReplay(H2Error error, H2Request request, int attempts, int counted) {
		if (!error.isUnprocessed() || !error.isRetryable() || attempts >= MAX_ATTEMPTS) {
			return false;
		}
		// A content that can be had only once was not asked for if nothing was sent.
		boolean repeatable = request.body().isReplayable() || error instanceof H2Error.NotSent;
		return repeatable && (!counts(error) || counted < this.maxReplays);
	}

	/**
	 * Not counted is a connection that came to its end in good order: that says nothing
	 * about the next one.
	 */
	boolean counts(H2Error error) {
		return !(error instanceof H2Error.NotSent) && !(error instanceof H2Error.GoAway);
	}

}

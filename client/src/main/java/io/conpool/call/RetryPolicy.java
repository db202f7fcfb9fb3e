package io.conpool.call;

import io.conpool.error.H2Error;
import io.conpool.http.H2Request;

/**
 * Says whether a request is sent again. Only what the server cannot have processed is,
 * and then whatever its method; so a POST is never processed twice. Immutable.
 *
 * @param maxReplays how often at most
 */
record RetryPolicy(int maxReplays) {

	boolean mayReplay(H2Error error, H2Request request, int replays) {
		boolean safe = error.isUnprocessed() && error.isRetryable();
		// A content that can be had only once was not asked for if nothing was sent.
		return safe && (isFree(error) || (request.body().isReplayable() && replays < this.maxReplays));
	}

	/**
	 * Whether the attempt does not count: the connection was about to end, and nothing
	 * was sent over it.
	 */
	boolean isFree(H2Error error) {
		return error instanceof H2Error.NotSent;
	}

}

package io.conpool.call;

import java.util.Set;

import io.conpool.error.H2Error;
import io.conpool.http.H2Request;

/**
 * Says whether a request is sent again. What the server cannot have processed is,
 * whatever its method; what it can have processed only if the method is idempotent and
 * the connection was stale (RFC 9112 section 9.3.1). So a POST is never processed twice.
 * Immutable.
 *
 * @param maxReplays how often at most, those aside that do not count
 */
record RetryPolicy(int maxReplays) {

	// A request can lose many times in a row to a server that serves few requests per
	// connection; but one that never
	// serves any must not be dialled until the deadline.
	private static final int MAX_ATTEMPTS = 100;

	// RFC 9110 section 9.2.2.
	private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

	boolean mayReplay(H2Error error, H2Request request, int attempts, int counted) {
		if (!isSafe(error, request) || !error.isRetryable() || attempts >= MAX_ATTEMPTS) {
			return false;
		}
		// A content that can be had only once was not asked for if nothing was sent.
		boolean repeatable = request.body().isReplayable() || error instanceof H2Error.NotSent;
		return repeatable && (!counts(error) || counted < this.maxReplays);
	}

	private static boolean isSafe(H2Error error, H2Request request) {
		return error.isUnprocessed() || (error instanceof H2Error.ConnectionLost lost && lost.stale()
				&& IDEMPOTENT.contains(request.method()));
	}

	/**
	 * Not counted is a connection that came to its end in good order: that says nothing
	 * about the next one.
	 */
	boolean counts(H2Error error) {
		return !(error instanceof H2Error.NotSent) && !(error instanceof H2Error.GoAway);
	}

}

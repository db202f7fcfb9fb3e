package io.conpool.call;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.time.Backoff;

/**
 * Says whether a request is sent again. It is a replay if the server cannot have
 * processed it, whatever its method, or if its connection was stale and its method is
 * idempotent (RFC 9112 section 9.3.1); so a POST is never processed twice. It is a retry
 * if the server may have, and only where that makes no difference. Immutable.
 *
 * @param maxReplays how often at most, those aside that do not count
 * @param maxRetries how often at most
 * @param pause before each retry
 */
record RetryPolicy(int maxReplays, int maxRetries, Backoff pause) {

	// A request can lose many times in a row to a server that serves few requests per
	// connection; but one that never
	// serves any must not be dialled until the deadline.
	private static final int MAX_ATTEMPTS = 100;

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

	// RFC 9110 section 9.2.2.
	private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

	static RetryPolicy of(CallConfig config) {
		return new RetryPolicy(config.maxReplays(), config.maxRetries(),
				new Backoff(config.retryDelay(), LONGEST_PAUSE, () -> ThreadLocalRandom.current().nextDouble()));
	}

	/**
	 * Whether the request is sent again.
	 * @param error what ended the last attempt
	 * @param request the request
	 * @param sent whether a connection was given it
	 * @param attempts how many there were
	 * @param counted how many replays counted
	 */
	boolean mayReplay(H2Error error, H2Request request, boolean sent, int attempts, int counted) {
		if (!isSafe(error, request) || !error.isRetryable() || attempts >= MAX_ATTEMPTS) {
			return false;
		}
		// A content that can be had only once was not asked for if nothing was sent.
		boolean repeatable = request.body().isReplayable() || !sent || error instanceof H2Error.NotSent;
		return repeatable && (!counts(error) || counted < this.maxReplays);
	}

	/** What a server most likely has not processed may be repeated if it is idempotent. */
	private static boolean isSafe(H2Error error, H2Request request) {
		boolean unlikely = (error instanceof H2Error.ConnectionLost lost && lost.stale())
				|| (error instanceof H2Error.GoAway goAway && goAway.isAboveLastStream());
		return error.isUnprocessed() || (unlikely && IDEMPOTENT.contains(request.method()));
	}

	/**
	 * Not counted is a connection that came to its end in good order: that says nothing
	 * about the next one.
	 */
	boolean counts(H2Error error) {
		return !(error instanceof H2Error.NotSent) && !(error instanceof H2Error.GoAway);
	}

	boolean mayRetry(H2Error error, H2Request request, int retries) {
		return retries < this.maxRetries && error.isRetryable() && !error.isUnprocessed()
				&& IDEMPOTENT.contains(request.method()) && request.body().isReplayable();
	}

}

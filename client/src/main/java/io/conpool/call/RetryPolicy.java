package io.conpool.call;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.time.Backoff;

/**
 * The rules by which a request may be sent again. It is a replay if the server cannot
 * have processed it, whatever its method, or if its connection was stale and its method
 * is idempotent (RFC 9112 section 9.3.1); so a POST is never processed twice. It is a
 * retry if the server may have, and only where that makes no difference. How often it was
 * sent already is the {@link Repetitions}' to count. Immutable.
 *
 * @param maxReplays how often at most, those aside that do not count
 * @param maxRetries how often at most
 * @param backoff pauses before replays that count, but the first, and before retries
 */
record RetryPolicy(int maxReplays, int maxRetries, Backoff backoff) {

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

	// RFC 9110 section 9.2.2.
	private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

	static RetryPolicy of(CallConfig config) {
		return new RetryPolicy(config.maxReplays(), config.maxRetries(),
				new Backoff(config.retryDelay(), LONGEST_PAUSE, () -> ThreadLocalRandom.current().nextDouble()));
	}

	/**
	 * Whether the server cannot have processed the request, and it can be sent again.
	 * @param error what ended the last attempt
	 * @param request the request
	 * @param sent whether a connection was given it
	 */
	boolean isReplayable(H2Error error, H2Request request, boolean sent) {
		// A content that can be had only once was not asked for if nothing was sent.
		boolean repeatable = request.body().isReplayable() || !sent || error instanceof H2Error.NotSent;
		return repeatable && error.isRetryable() && (error.isUnprocessed() || isDisowned(error, request));
	}

	/**
	 * Whether the server says by GOAWAY that it has not processed the request, and is not
	 * to be believed, but the request may be processed twice.
	 */
	private static boolean isDisowned(H2Error error, H2Request request) {
		return error instanceof H2Error.GoAway goAway && goAway.isAboveLastStream() && isRepeatable(request);
	}

	/**
	 * Whether a connection that had served ended before it answered, and the request may
	 * be processed twice.
	 */
	boolean isStale(H2Error error, H2Request request) {
		return error instanceof H2Error.ConnectionLost lost && lost.stale() && isRepeatable(request);
	}

	/** Whether the server may have processed the request, and may do so again. */
	boolean isRetryable(H2Error error, H2Request request) {
		return error.isRetryable() && !error.isUnprocessed() && isRepeatable(request);
	}

	private static boolean isRepeatable(H2Request request) {
		return IDEMPOTENT.contains(request.method()) && request.body().isReplayable();
	}

	/**
	 * Not counted is a connection that came to its end in good order: that says nothing
	 * about the next one, and how soon there is a next one is the pool's to decide.
	 */
	boolean counts(H2Error error) {
		boolean inGoodOrder = error instanceof H2Error.GoAway goAway && goAway.code() == Http2ErrorCode.NO_ERROR;
		return !inGoodOrder && !(error instanceof H2Error.NotSent);
	}

}

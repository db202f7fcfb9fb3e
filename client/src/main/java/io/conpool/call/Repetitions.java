package io.conpool.call;

import java.time.Duration;

import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import org.jspecify.annotations.Nullable;

/**
 * Decides after each failed attempt of a request whether it is sent again, and how soon.
 * The first replay is at once; further ones that count pause longer each time, as retries
 * do. A connection in its end needs no pause here, since the pool paces what it dials.
 * Confined to its {@link Hop}, whose attempts follow each other.
 */
final class Repetitions {

	/** In what sense a request is sent again. */
	enum Kind {

		/** The server cannot have processed it, or its connection was stale. */
		REPLAY,

		/** The server may have processed it. */
		RETRY

	}

	/**
	 * The attempt that follows.
	 *
	 * @param kind in what sense the request is sent again
	 * @param pause how long to wait before, zero for not at all
	 */
	record Next(Kind kind, Duration pause) {
	}

	// A request can lose many times in a row to a server that serves few requests per
	// connection; what goes on beyond that must not spin.
	private static final int MAX_UNCOUNTED_AT_ONCE = 100;

	private final RetryPolicy policy;

	private final H2Request request;

	// Replays that count.
	private int replays;

	private int uncounted;

	private int retries;

	private boolean staleReplayed;

	Repetitions(RetryPolicy policy, H2Request request) {
		this.policy = policy;
		this.request = request;
	}

	/**
	 * Returns how the request is sent again, or null if the call ends. A pause that would
	 * last beyond the deadline is not begun.
	 * @param error what ended the last attempt
	 * @param sent whether a connection was given it
	 * @param left until the deadline, more than 0
	 */
	@Nullable Next after(H2Error error, boolean sent, Duration left) {
		Next next = next(error, sent);
		return (next != null && next.pause().compareTo(left) < 0) ? next : null;
	}

	private @Nullable Next next(H2Error error, boolean sent) {
		if (this.policy.isReplayable(error, this.request, sent)) {
			return this.policy.counts(error) ? countedReplay(sent) : uncountedReplay();
		}
		// Once: an automatic repetition that fails is not repeated (RFC 9110 section
		// 9.2.2).
		if (!this.staleReplayed && this.replays < this.policy.maxReplays()
				&& this.policy.isStale(error, this.request)) {
			this.staleReplayed = true;
			return countedReplay(sent);
		}
		if (this.retries < this.policy.maxRetries() && this.policy.isRetryable(error, this.request)) {
			return new Next(Kind.RETRY, this.policy.backoff().after(++this.retries));
		}
		return null;
	}

	private @Nullable Next countedReplay(boolean sent) {
		if (this.replays >= this.policy.maxReplays()) {
			return null;
		}
		boolean first = ++this.replays == 1;
		// What got no connection is asked another route for; how soon the same one is
		// dialled again is the pool's to decide.
		return new Next(Kind.REPLAY, (first || !sent) ? Duration.ZERO : this.policy.backoff().after(this.replays));
	}

	private Next uncountedReplay() {
		int beyond = ++this.uncounted - MAX_UNCOUNTED_AT_ONCE;
		return new Next(Kind.REPLAY, (beyond <= 0) ? Duration.ZERO : this.policy.backoff().after(beyond));
	}

}

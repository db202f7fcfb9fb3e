package io.conpool.call;

import java.time.Duration;

import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * One request of a call, to one URI: it makes attempts, one after the other, as long as
 * the policy lets it. Attempts follow each other, on whatever threads; the call may
 * abandon it at any time, from any thread.
 *
 * @param <S> the connections that it runs over
 */
final class Hop<S extends HttpConnection> {

	private final Call<S, ?> call;

	private final CallContext<S> context;

	private final CallClock clock;

	private final H2Request request;

	// Each is published before it begins.
	private volatile @Nullable Attempt<S> attempt;

	private int attempts;

	private int countedReplays;

	private int retries;

	// What ended the last attempt that the server may have processed.
	private volatile @Nullable H2Error processed;

	Hop(Call<S, ?> call, CallContext<S> context, CallClock clock, H2Request request) {
		this.call = call;
		this.context = context;
		this.clock = clock;
		this.request = request;
	}

	H2Request request() {
		return this.request;
	}

	/** Whether the server can have acted on the request. */
	boolean maybeProcessed() {
		Attempt<S> current = this.attempt;
		return this.processed != null || (current != null && current.isSent());
	}

	/** What became of the last attempt does not undo what became of one before. */
	H2Error honest(H2Error error) {
		H2Error earlier = this.processed;
		return (error.isUnprocessed() && earlier != null) ? earlier : error;
	}

	/** Ends the attempt that is under way. */
	void abandon(H2Error reason) {
		Attempt<S> current = this.attempt;
		if (current != null) {
			current.abandon(reason);
		}
	}

	void begin() {
		beginAttempt(this.clock.limits().request());
	}

	private void beginAgain() {
		beginAttempt(this.clock.left());
	}

	private void beginAttempt(Duration within) {
		if (this.call.isDone()) {
			return;
		}
		this.attempts++;
		Attempt<S> last = this.attempt;
		@Nullable S avoid = (last != null) ? last.connection() : null;
		Attempt<S> next = new Attempt<>(this.call, this, this.clock,
				this.context.pool().acquire(this.request.endpoint(), avoid, within));
		this.attempt = next;
		next.begin();
	}

	void attemptFailed(H2Error error) {
		if (this.call.isDone()) {
			return;
		}
		this.clock.enter(CallClock.Phase.UNBOUNDED);
		if (!error.isUnprocessed()) {
			this.processed = error;
		}
		if (this.context.policy().mayReplay(error, this.request, this.attempts, this.countedReplays)) {
			replay(error);
		}
		else if (this.context.policy().mayRetry(error, this.request, this.retries)) {
			retry(error);
		}
		else {
			this.call.end(error);
		}
	}

	private void replay(H2Error error) {
		if (this.context.policy().counts(error)) {
			this.countedReplays++;
		}
		this.call.tell((told) -> told.onReplay(this.request.endpoint(), error));
		beginAgain();
	}

	/** A pause that would last beyond the deadline is not begun. */
	private void retry(H2Error error) {
		Duration pause = this.context.policy().pause().after(++this.retries);
		if (pause.compareTo(this.clock.left()) >= 0) {
			this.call.end(error);
			return;
		}
		this.call.tell((told) -> told.onRetry(this.request.endpoint(), error));
		this.context.pauses().begin(pause, this::beginAgain, () -> this.call.end(error));
	}

}

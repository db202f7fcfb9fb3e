package io.conpool.call;

import java.util.concurrent.Executor;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.HttpConnection;
import io.conpool.time.Pauses;
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

	private final boolean redirected;

	// Each is published before it begins.
	private volatile @Nullable Attempt<S> attempt;

	// The last one, over or not.
	private volatile Pauses.@Nullable Pause pause;

	// Null until an attempt has failed.
	private @Nullable Repetitions repetitions;

	// What ended the last attempt that the server may have processed.
	private volatile @Nullable H2Error processed;

	/**
	 * Makes a hop.
	 * @param redirected whether a server has answered the call already
	 */
	Hop(Call<S, ?> call, CallContext<S> context, CallClock clock, H2Request request, boolean redirected) {
		this.call = call;
		this.context = context;
		this.clock = clock;
		this.request = request;
		this.redirected = redirected;
	}

	/** Where the last attempt went. */
	Endpoint endpoint() {
		Attempt<S> current = this.attempt;
		return (current != null) ? current.request().endpoint() : this.request.endpoint();
	}

	/** Whether a server can have acted on the call. */
	boolean maybeProcessed() {
		Attempt<S> current = this.attempt;
		return this.redirected || this.processed != null || (current != null && current.isMaybeProcessed());
	}

	private boolean isSent() {
		Attempt<S> current = this.attempt;
		return current != null && current.isSent();
	}

	/**
	 * What became of the last attempt does not undo what became of one before, nor that a
	 * server has given the redirect that led here.
	 */
	H2Error honest(H2Error error) {
		H2Error earlier = this.processed;
		if (!error.isUnprocessed()) {
			return error;
		}
		if (earlier != null) {
			return earlier;
		}
		return this.redirected ? new H2Error.RedirectFailed(error) : error;
	}

	/** The call has ended: so does what is under way, or the pause before it goes on. */
	void stop(H2Error reason) {
		Pauses.Pause current = this.pause;
		if (current != null) {
			current.end();
		}
		abandon(reason);
	}

	/** Ends the attempt that is under way. */
	void abandon(H2Error reason) {
		Attempt<S> current = this.attempt;
		if (current != null) {
			current.abandon(reason);
		}
	}

	void begin() {
		begin(!this.redirected);
	}

	private void beginAgain() {
		begin(false);
	}

	/** As the call starts, on a thread of the application's, or later, on any. */
	private void begin(boolean callStarts) {
		if (this.call.isDone()) {
			return;
		}
		if (this.context.isRouted()) {
			chooseRoute(callStarts ? Runnable::run : this.context.executor());
		}
		else {
			beginAttempt(this.request, null, callStarts);
		}
	}

	private void chooseRoute(Executor executor) {
		Attempt<S> last = this.attempt;
		Pauses.Pause begun = this.context.pauses().begin(() -> this.call.end(new H2Error.ClientClosed()));
		waitFor(begun);
		new RouteChoice(begun, this::beginRouted, this.call::end).ask(this.context.routing(), this.request,
				(last != null) ? last.route() : null, executor);
	}

	private void beginRouted(RouteChoice.Routed routed) {
		if (!this.call.isDone()) {
			beginAttempt(routed.request(), RouteUse.begin(routed.route()), false);
		}
	}

	/** Neither a connection nor the pool knows of the call now. */
	private void waitFor(Pauses.Pause begun) {
		this.pause = begun;
		if (this.call.isDone()) {
			begun.end();
		}
	}

	private void beginAttempt(H2Request wanted, @Nullable RouteUse route, boolean callStarts) {
		Attempt<S> last = this.attempt;
		@Nullable S avoid = (last != null) ? last.connection() : null;
		Attempt<S> next = new Attempt<>(this.call, this, wanted, route);
		this.attempt = next;
		next.begin(this.context.pool(), avoid, callStarts);
	}

	/** Where an un-routed call cannot be sent, there is no other place to try. */
	void acquireFailed(H2Error error) {
		if (this.context.isRouted()) {
			attemptFailed(error);
		}
		else {
			this.call.end(error);
		}
	}

	void attemptFailed(H2Error error) {
		if (this.call.isDone()) {
			return;
		}
		this.clock.enter(CallClock.Phase.UNBOUNDED);
		if (!error.isUnprocessed()) {
			this.processed = error;
		}
		Repetitions.Next next = repetitions().after(error, isSent(), this.clock.left());
		if (next == null) {
			this.call.end(error);
			return;
		}
		switch (next.kind()) {
			case REPLAY -> this.context.listener().onReplay(endpoint(), error);
			case RETRY -> this.context.listener().onRetry(endpoint(), error);
		}
		if (next.pause().isZero()) {
			beginAgain();
		}
		else {
			waitFor(this.context.pauses().begin(next.pause(), this::beginAgain, () -> this.call.end(error)));
		}
	}

	private Repetitions repetitions() {
		Repetitions current = this.repetitions;
		if (current == null) {
			current = new Repetitions(this.context.policy(), this.request);
			this.repetitions = current;
		}
		return current;
	}

}

package io.conpool.call;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.conpool.error.H2Error;
import io.conpool.http.ContentReceiver;
import io.conpool.http.ContentSource;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpConnection;
import io.conpool.http.HttpHeaders;
import io.conpool.http.Redirection;
import io.conpool.http.StreamedResponse;
import org.jspecify.annotations.Nullable;

/**
 * One logical request: one deadline, one outcome. It makes hops, one after the other, as
 * long as redirects are to be followed; how one gets to its response is the
 * {@link Hop}'s. It ends exactly once, when its outcome is set; whoever sets it ends what
 * is under way. Safe for use by several threads.
 *
 * @param <S> the connections that it runs over
 * @param <R> the response
 */
public final class Call<S extends HttpConnection, R> {

	private static final VarHandle STAGE = stage();

	private static final int RUNNING = 0;

	// There is a response, whose content is still to come.
	private static final int DELIVERED = 1;

	private static final int ENDED = 2;

	private final H2Request request;

	private final CallContext<S> context;

	private final Delivery<R> delivery;

	private final CallClock clock;

	// Where a response was obtained whose content is read later.
	private final StackWalker.@Nullable StackFrame place;

	// Told by whoever moves the stage from RUNNING; set by start.
	private Consumer<? super Outcome<R>> whenEnded = (outcome) -> {
	};

	// Moved on by STAGE.
	private volatile int stage = RUNNING;

	// Hops follow each other; each is published before it begins.
	private volatile Hop<S> hop;

	private int redirectsLeft;

	private Call(H2Request request, CallContext<S> context, Delivery<R> delivery,
			StackWalker.@Nullable StackFrame place) {
		this.request = InputStreamPublisher.inPlaceOfBlocking(request, context.executor());
		this.context = context;
		this.delivery = delivery;
		this.place = place;
		this.clock = new CallClock(context.limits().forRequest(request), context.scheduler(), this);
		this.redirectsLeft = request.redirects();
		this.hop = new Hop<>(this, context, this.clock, this.request, false);
	}

	/**
	 * Makes a call that ends with the whole response; nothing happens before
	 * {@link #start}, but its time runs.
	 * @param <S> the connections that it runs over
	 * @param request what to send
	 * @param context what it needs
	 * @return a new call
	 */
	public static <S extends HttpConnection> Call<S, H2Response> whole(H2Request request, CallContext<S> context) {
		return new Call<>(request, context, Delivery.WHOLE, null);
	}

	/**
	 * Makes a call whose outcome is there with the response's head; nothing happens
	 * before {@link #start}, but its time runs. Its bounds are the content's, too.
	 * @param <S> the connections that it runs over
	 * @param request what to send
	 * @param context what it needs
	 * @return a new call
	 */
	public static <S extends HttpConnection> Call<S, StreamedResponse> streamed(H2Request request,
			CallContext<S> context) {
		return new Call<>(request, context, Delivery.STREAMED, CallSite.ofCaller());
	}

	/**
	 * Begins.
	 * @return completes with the outcome, never exceptionally, on an event loop, the
	 * scheduler's thread, or this one; what depends on it must not block
	 */
	public CompletableFuture<Outcome<R>> start() {
		CompletableFuture<Outcome<R>> outcome = new CompletableFuture<>();
		start(outcome::complete);
		return outcome;
	}

	/**
	 * Begins.
	 * @param told gets the outcome, once, where the future of {@link #start()} would
	 * complete; it must not block and not throw
	 */
	public void start(Consumer<? super Outcome<R>> told) {
		this.whenEnded = told;
		this.context.listener().onBegin(this.request);
		this.clock.start();
		this.hop.begin();
	}

	/**
	 * Ends the call, which has begun, unless it has ended: the queue is left, or the
	 * stream is reset with CANCEL.
	 */
	public void cancel() {
		if (!isDone()) {
			end(new H2Error.Cancelled(this.hop.maybeProcessed()));
		}
	}

	/**
	 * The connection hears of it before the caller does, who may ask for another one.
	 */
	void deadlineOver() {
		H2Error error = new H2Error.Timeout(this.clock.limits().request(), this.hop.maybeProcessed());
		this.hop.abandon(error);
		end(error);
	}

	/** The attempt has to end; the call does if it may not be sent again. */
	void phaseOver(CallClock.Phase phase) {
		this.hop.abandon(errorOf(phase));
	}

	private H2Error errorOf(CallClock.Phase phase) {
		CallLimits limits = this.clock.limits();
		return switch (phase) {
			case RESPONSE -> new H2Error.ResponseTimeout(limits.response());
			case CONTENT -> new H2Error.IdleTimeout(limits.idle());
			case READER -> {
				H2Error.ContentUnread error = new H2Error.ContentUnread(limits.unread(),
						(this.place != null) ? this.place.toString() : "an unknown place");
				this.context.listener().onUnread(this.hop.endpoint(), error);
				yield error;
			}
			case UNBOUNDED -> throw new IllegalStateException("a phase without a bound cannot be over");
		};
	}

	/**
	 * Sets the outcome if there is none yet, and ends what is under way: that may also be
	 * content after the head.
	 */
	void end(H2Error error) {
		H2Error honest = this.hop.honest(error);
		if (move(RUNNING, ENDED)) {
			this.context.listener().onEnd(this.request, 0, honest);
			this.whenEnded.accept(new Outcome.Failure<>(honest));
		}
		this.clock.stop();
		this.hop.stop(honest);
	}

	// For the hop and its attempts

	Executor executor() {
		return this.context.executor();
	}

	CallClock clock() {
		return this.clock;
	}

	boolean isDone() {
		return this.stage != RUNNING;
	}

	/** The request that follows a response, if that is a redirect that is followed. */
	@Nullable H2Request following(H2Request sent, int status, HttpHeaders headers) {
		boolean may = status >= 300 && status < 400 && this.redirectsLeft > 0;
		return may ? Redirection.after(sent, status, headers) : null;
	}

	void follow(H2Request next) {
		if (!isDone()) {
			this.redirectsLeft--;
			this.clock.enter(CallClock.Phase.UNBOUNDED);
			Hop<S> begun = new Hop<>(this, this.context, this.clock, next, true);
			this.hop = begun;
			begun.begin();
		}
	}

	@Nullable ContentReceiver headArrived(int status, HttpHeaders headers, ContentSource source, Attempt<S> attempt) {
		return this.delivery.onHead(status, headers, source, attempt, this);
	}

	void responseArrived(H2Response response) {
		this.delivery.onResponse(response, this);
		this.clock.stop();
	}

	// For the delivery. A response that comes after the call was given up is ended by
	// whoever gave it up.

	/** The response is there, with all its content. */
	void succeed(int status, R response) {
		if (move(RUNNING, ENDED)) {
			this.context.listener().onEnd(this.request, status, null);
			this.whenEnded.accept(new Outcome.Success<>(response));
		}
	}

	/** The response is there, and its content to come. */
	void deliver(R response) {
		if (move(RUNNING, DELIVERED)) {
			this.whenEnded.accept(new Outcome.Success<>(response));
		}
	}

	/** No more content comes: nothing is waited for any more. */
	void contentEnded(int status, @Nullable H2Error error) {
		if (move(DELIVERED, ENDED)) {
			this.context.listener().onEnd(this.request, status, error);
		}
		this.clock.stop();
	}

	private boolean move(int from, int to) {
		return STAGE.compareAndSet(this, from, to);
	}

	private static VarHandle stage() {
		try {
			return MethodHandles.lookup().findVarHandle(Call.class, "stage", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

}

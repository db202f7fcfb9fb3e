package io.conpool.call;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.conpool.error.ForeignFault;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.ContentReceiver;
import io.conpool.http.ContentSource;
import io.conpool.http.Exchange;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpConnection;
import io.conpool.http.HttpHeaders;
import io.conpool.http.RequestBody;
import io.conpool.http.StreamedResponse;
import io.conpool.pool.Conpool;
import io.conpool.pool.Lease;
import io.conpool.time.Deadline;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * One logical request: it takes a lease, exchanges, and begins again where the server
 * cannot have processed the request, all under one deadline. It ends exactly once, when
 * its outcome is set; whoever sets it ends what is under way. Safe for use by several
 * threads.
 *
 * @param <S> the connections that it runs over
 * @param <R> the response
 */
public final class Call<S extends HttpConnection, R> {

	private final H2Request request;

	private final Conpool<S> pool;

	private final RetryPolicy retries;

	private final CallListener listener;

	private final Executor executor;

	private final Delivery<R> delivery;

	private final CompletableFuture<Outcome<R>> outcome = new CompletableFuture<>();

	// Attempts follow each other; each is published before it begins.
	private volatile @Nullable Attempt attempt;

	private int attempts;

	private int countedReplays;

	private volatile Scheduler.@Nullable Task timeout;

	// Set once, by the start.
	private volatile @Nullable Deadline deadline;

	private Call(H2Request request, Conpool<S> pool, CallConfig config, CallListener listener, Executor executor,
			Delivery<R> delivery) {
		this.request = publishing(request, executor);
		this.pool = pool;
		this.retries = new RetryPolicy(config.maxReplays());
		this.listener = listener;
		this.executor = executor;
		this.delivery = delivery;
	}

	/** What can only be read by blocking is read on the executor. */
	private static H2Request publishing(H2Request request, Executor executor) {
		if (request.body() instanceof RequestBody.Blocking blocking) {
			return request.withBody(new RequestBody.Streaming(new InputStreamPublisher(blocking.content(), executor),
					blocking.length(), true));
		}
		return request;
	}

	/**
	 * Makes a call that ends with the whole response; nothing happens before
	 * {@link #start}.
	 * @param <S> the connections that it runs over
	 * @param request what to send
	 * @param pool lends the connections
	 * @param config how often it may be sent again
	 * @param listener told of replays
	 * @param executor runs the application's code: the publisher of the request's content
	 * @return a new call
	 */
	public static <S extends HttpConnection> Call<S, H2Response> whole(H2Request request, Conpool<S> pool,
			CallConfig config, CallListener listener, Executor executor) {
		return new Call<>(request, pool, config, listener, executor, Delivery.whole());
	}

	/**
	 * Makes a call whose outcome is there with the response's head; nothing happens
	 * before {@link #start}. The limit bounds the content, too.
	 * @param <S> the connections that it runs over
	 * @param request what to send
	 * @param pool lends the connections
	 * @param config how often it may be sent again
	 * @param listener told of replays
	 * @param executor runs the application's code: the publisher of the request's
	 * content, and the subscriber to the response's
	 * @return a new call
	 */
	public static <S extends HttpConnection> Call<S, StreamedResponse> streamed(H2Request request, Conpool<S> pool,
			CallConfig config, CallListener listener, Executor executor) {
		return new Call<>(request, pool, config, listener, executor, Delivery.streamed(executor));
	}

	/**
	 * Begins.
	 * @param limit when the call ends at the latest, counted from now
	 * @param scheduler keeps the limit
	 * @return completes with the outcome, never exceptionally, on an event loop, the
	 * scheduler's thread, or this one; what depends on it must not block
	 */
	public CompletableFuture<Outcome<R>> start(Duration limit, Scheduler scheduler) {
		this.deadline = Deadline.in(limit, scheduler);
		this.timeout = scheduler.schedule(() -> end(new H2Error.Timeout(limit, isSent())), limit);
		beginAttempt();
		return this.outcome;
	}

	/**
	 * Ends the call, unless it has ended: the queue is left, or the stream is reset with
	 * CANCEL.
	 */
	public void cancel() {
		if (!this.outcome.isDone()) {
			end(new H2Error.Cancelled(isSent()));
		}
	}

	private boolean isSent() {
		Attempt current = this.attempt;
		return current != null && current.isSent();
	}

	/**
	 * Sets the outcome if there is none yet, and ends what is under way: that may also be
	 * content after the head.
	 */
	private void end(H2Error error) {
		this.outcome.complete(new Outcome.Failure<>(error));
		over();
		Attempt current = this.attempt;
		if (current != null) {
			current.abandon(error);
		}
	}

	/** Nothing is under way any more. */
	private void over() {
		Scheduler.Task task = this.timeout;
		if (task != null) {
			task.cancel();
		}
	}

	private void beginAttempt() {
		this.attempts++;
		Attempt last = this.attempt;
		Deadline end = Objects.requireNonNull(this.deadline);
		Attempt next = (last != null) ? new Attempt(last.connection(), end.remaining())
				: new Attempt(null, end.limit());
		this.attempt = next;
		next.begin();
	}

	private void attemptFailed(H2Error error) {
		if (this.outcome.isDone()) {
			return;
		}
		if (!this.retries.mayReplay(error, this.request, this.attempts, this.countedReplays)) {
			end(error);
			return;
		}
		if (this.retries.counts(error)) {
			this.countedReplays++;
		}
		ForeignFault.tellEach(List.of(this.listener), (told) -> told.onReplay(this.request.endpoint(), error));
		beginAttempt();
	}

	/**
	 * One way of the request through a connection. Its steps follow each other, but it
	 * may be abandoned at any time.
	 */
	private final class Attempt implements ExchangeObserver {

		private final CompletableFuture<Lease<S>> waiting;

		private volatile @Nullable Lease<S> lease;

		private volatile @Nullable Exchange exchange;

		/** A connection that refused the last attempt may refuse this one, too. */
		Attempt(@Nullable S avoid, Duration within) {
			this.waiting = Call.this.pool.acquire(Call.this.request.endpoint(), avoid, within);
		}

		@Nullable S connection() {
			Lease<S> current = this.lease;
			return (current != null) ? current.state() : null;
		}

		void begin() {
			this.waiting.whenComplete((granted, thrown) -> {
				if (granted != null) {
					send(granted);
				}
				else if (!(thrown instanceof CancellationException)) {
					end(failureOf(thrown));
				}
			});
			if (Call.this.outcome.isDone()) {
				this.waiting.cancel(false);
			}
		}

		private H2Error failureOf(@Nullable Throwable thrown) {
			H2Error error = H2ClientException.errorIn(thrown);
			return (error != null) ? error : new H2Error.ClientClosed();
		}

		private void send(Lease<S> granted) {
			this.lease = granted;
			if (Call.this.outcome.isDone()) {
				granted.release();
				return;
			}
			try {
				Exchange begun = granted.state().exchange(Call.this.request, this);
				this.exchange = begun;
				if (Call.this.outcome.getNow(null) instanceof Outcome.Failure<R> failure) {
					begun.cancel(failure.error());
				}
			}
			catch (RuntimeException ex) {
				granted.release();
				end(new H2Error.ConnectionLost(Call.this.request.endpoint(), true, ex));
			}
		}

		/**
		 * Whether a connection was given the request: from then on it may be on its way
		 * at any moment.
		 */
		boolean isSent() {
			return this.lease != null;
		}

		void abandon(H2Error reason) {
			this.waiting.cancel(false);
			Exchange current = this.exchange;
			if (current != null) {
				current.cancel(reason);
			}
		}

		@Override
		public void onClosed() {
			Lease<S> current = this.lease;
			if (current != null) {
				current.release();
			}
			if (Call.this.outcome.isDone()) {
				over();
			}
		}

		@Override
		public Executor executor() {
			return Call.this.executor;
		}

		@Override
		public @Nullable ContentReceiver onHead(int status, HttpHeaders headers, ContentSource source) {
			return Call.this.delivery.onHead(status, headers, source, this::succeed);
		}

		@Override
		public void onResponse(H2Response response) {
			Call.this.delivery.onResponse(response, this::succeed);
			over();
		}

		/**
		 * A response that comes after the call was given up is ended by whoever gave it
		 * up.
		 */
		private void succeed(R response) {
			Call.this.outcome.complete(new Outcome.Success<>(response));
		}

		@Override
		public void onFailure(H2Error error) {
			attemptFailed(error);
		}

	}

}

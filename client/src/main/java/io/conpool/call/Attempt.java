package io.conpool.call;

import java.time.Duration;
import java.util.List;
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
import io.conpool.http.InformationalListener;
import io.conpool.pool.Conpool;
import io.conpool.pool.Lease;
import org.jspecify.annotations.Nullable;

/**
 * One way of a call's request through a connection: it waits for a lease, exchanges, and
 * tells its hop and the call how it went. Its steps follow each other, but it may be
 * abandoned at any time, by any thread.
 */
final class Attempt<S extends HttpConnection> implements ExchangeObserver, StreamedBody.Owner {

	private static final CompletableFuture<Void> NOTHING_TOLD = CompletableFuture.completedFuture(null);

	private final Call<S, ?> call;

	private final Hop<S> hop;

	private final H2Request request;

	private final @Nullable RouteUse route;

	// Not null if there was no lease at once.
	private volatile @Nullable CompletableFuture<Lease<S>> waiting;

	private volatile @Nullable Lease<S> lease;

	private volatile @Nullable Exchange exchange;

	private volatile @Nullable H2Error abandonedFor;

	private volatile boolean unprocessed;

	// The event loop's: informational responses are told one after the other.
	private CompletableFuture<Void> told = NOTHING_TOLD;

	// The event loop's; 0 before the head.
	private int status;

	Attempt(Call<S, ?> call, Hop<S> hop, H2Request request, @Nullable RouteUse route) {
		this.call = call;
		this.hop = hop;
		this.request = request;
		this.route = route;
	}

	H2Request request() {
		return this.request;
	}

	CallClock clock() {
		return this.call.clock();
	}

	@Nullable Route route() {
		RouteUse used = this.route;
		return (used != null) ? used.route() : null;
	}

	/** The connection, once there is one: it may refuse the next attempt, too. */
	@Nullable S connection() {
		Lease<S> current = this.lease;
		return (current != null) ? current.state() : null;
	}

	/**
	 * Whether a connection was given the request: from then on it may be on its way at
	 * any moment.
	 */
	boolean isSent() {
		return this.lease != null;
	}

	/** Whether the server can have acted on it, as far as is known. */
	boolean isMaybeProcessed() {
		return isSent() && !this.unprocessed;
	}

	/**
	 * Begins.
	 * @param pool lends the connection
	 * @param avoid one that is taken only if no other has room at once, or null
	 * @param callStarts whether the call begins with it, this moment
	 */
	void begin(Conpool<S> pool, @Nullable S avoid, boolean callStarts) {
		Lease<S> atOnce = pool.tryAcquire(this.request.endpoint(), avoid);
		if (atOnce != null) {
			send(atOnce, callStarts);
		}
		else {
			Duration within = callStarts ? clock().limits().request() : clock().left();
			await(pool.acquire(this.request.endpoint(), avoid, within));
		}
	}

	private void await(CompletableFuture<Lease<S>> lent) {
		this.waiting = lent;
		lent.whenComplete((granted, thrown) -> {
			if (granted != null) {
				send(granted, false);
			}
			else if (thrown instanceof CancellationException) {
				ended(0, abandonedFor());
			}
			else {
				refused(failureOf(thrown));
			}
		});
		if (this.call.isDone() || this.abandonedFor != null) {
			lent.cancel(false);
		}
	}

	private void refused(H2Error error) {
		ended(0, error);
		this.hop.acquireFailed(error);
	}

	private H2Error failureOf(@Nullable Throwable thrown) {
		H2Error error = H2ClientException.errorIn(thrown);
		return (error != null) ? error : new H2Error.ClientClosed();
	}

	private void send(Lease<S> granted, boolean atStart) {
		this.lease = granted;
		if (this.call.isDone() || this.abandonedFor != null) {
			granted.release();
			ended(0, abandonedFor());
			return;
		}
		if (atStart) {
			clock().sentAtOnce();
		}
		else {
			clock().enter(CallClock.Phase.RESPONSE);
		}
		try {
			Exchange begun = granted.state().exchange(this.request, this);
			this.exchange = begun;
			H2Error reason = this.abandonedFor;
			if (reason != null) {
				begun.cancel(reason);
			}
		}
		catch (RuntimeException ex) {
			granted.release();
			H2Error error = new H2Error.ConnectionLost(this.request.endpoint(), true, ex);
			ended(0, error);
			this.call.end(error);
		}
	}

	/** Ends it, unless it has ended; the call hears of that. */
	void abandon(H2Error reason) {
		// Before the others are looked for: they may begin at this moment.
		this.abandonedFor = reason;
		CompletableFuture<Lease<S>> lent = this.waiting;
		if (lent != null) {
			lent.cancel(false);
		}
		Exchange current = this.exchange;
		if (current != null) {
			current.cancel(reason);
		}
	}

	private H2Error abandonedFor() {
		H2Error reason = this.abandonedFor;
		return (reason != null) ? reason : new H2Error.Cancelled(false);
	}

	/** The route's use is over. */
	private void ended(int with, @Nullable H2Error error) {
		RouteUse used = this.route;
		if (used != null) {
			used.end(with, error);
		}
	}

	@Override
	public void onClosed() {
		Lease<S> current = this.lease;
		if (current != null) {
			current.release();
		}
	}

	@Override
	public Executor executor() {
		return this.call.executor();
	}

	@Override
	public void onProgress() {
		clock().progressed();
	}

	@Override
	public void onInformational(int informational, HttpHeaders headers) {
		InformationalListener listener = this.request.onInformational();
		if (listener != null) {
			this.told = this.told.thenRunAsync(() -> ForeignFault.tellEach(List.of(listener),
					(each) -> each.onInformational(informational, headers)), executor());
		}
	}

	@Override
	public @Nullable ContentReceiver onHead(int arrived, HttpHeaders headers, ContentSource source) {
		this.status = arrived;
		H2Request next = this.call.following(this.request, arrived, headers);
		return (next != null) ? discard(source, next) : this.call.headArrived(arrived, headers, source, this);
	}

	/**
	 * The next request is sent when this one's stream has ended, however it does, but by
	 * the deadline, of which the connection hears before the call.
	 */
	private ContentReceiver discard(ContentSource source, H2Request next) {
		clock().enter(CallClock.Phase.CONTENT);
		return new DiscardedContent(source, (error) -> {
			ended(this.status, error);
			if (!(error instanceof H2Error.Timeout)) {
				this.call.follow(next);
			}
		});
	}

	@Override
	public void onResponse(H2Response response) {
		ended(response.status(), null);
		this.call.responseArrived(response);
	}

	@Override
	public void onFailure(H2Error error) {
		ended(this.status, error);
		this.unprocessed = error.isUnprocessed();
		this.hop.attemptFailed(error);
	}

	// Content that is read as it arrives

	@Override
	public void onContentRead() {
		clock().read();
	}

	@Override
	public void onContentEnded(@Nullable H2Error error) {
		ended(this.status, error);
		this.call.contentEnded(this.status, error);
	}

}

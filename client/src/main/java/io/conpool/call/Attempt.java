package io.conpool.call;

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
import io.conpool.http.H2Response;
import io.conpool.http.HttpConnection;
import io.conpool.http.HttpHeaders;
import io.conpool.http.InformationalListener;
import io.conpool.pool.Lease;
import org.jspecify.annotations.Nullable;

/**
 * One way of a call's request through a connection: it waits for a lease, exchanges, and
 * tells the call how it went. Its steps follow each other, but it may be abandoned at any
 * time, by any thread.
 */
final class Attempt<S extends HttpConnection> implements ExchangeObserver {

	private static final CompletableFuture<Void> NOTHING_TOLD = CompletableFuture.completedFuture(null);

	private final Call<S, ?> call;

	private final Hop<S> hop;

	private final CallClock clock;

	private final CompletableFuture<Lease<S>> waiting;

	private volatile @Nullable Lease<S> lease;

	private volatile @Nullable Exchange exchange;

	private volatile @Nullable H2Error abandonedFor;

	// The event loop's: informational responses are told one after the other.
	private CompletableFuture<Void> told = NOTHING_TOLD;

	Attempt(Call<S, ?> call, Hop<S> hop, CallClock clock, CompletableFuture<Lease<S>> waiting) {
		this.call = call;
		this.hop = hop;
		this.clock = clock;
		this.waiting = waiting;
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

	void begin() {
		this.waiting.whenComplete((granted, thrown) -> {
			if (granted != null) {
				send(granted);
			}
			else if (!(thrown instanceof CancellationException)) {
				this.call.end(failureOf(thrown));
			}
		});
		if (this.call.isDone()) {
			this.waiting.cancel(false);
		}
	}

	private H2Error failureOf(@Nullable Throwable thrown) {
		H2Error error = H2ClientException.errorIn(thrown);
		return (error != null) ? error : new H2Error.ClientClosed();
	}

	private void send(Lease<S> granted) {
		this.lease = granted;
		if (this.call.isDone() || this.abandonedFor != null) {
			granted.release();
			return;
		}
		this.clock.enter(CallClock.Phase.RESPONSE);
		try {
			Exchange begun = granted.state().exchange(this.hop.request(), this);
			this.exchange = begun;
			H2Error reason = this.abandonedFor;
			if (reason != null) {
				begun.cancel(reason);
			}
		}
		catch (RuntimeException ex) {
			granted.release();
			this.call.end(new H2Error.ConnectionLost(this.hop.request().endpoint(), true, ex));
		}
	}

	/** Ends it, unless it has ended; the call hears of that. */
	void abandon(H2Error reason) {
		// Before the exchange is looked for: it may begin at this moment.
		this.abandonedFor = reason;
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
		this.call.attemptClosed();
	}

	@Override
	public Executor executor() {
		return this.call.executor();
	}

	@Override
	public void onProgress() {
		this.clock.progressed();
	}

	@Override
	public void onInformational(int status, HttpHeaders headers) {
		InformationalListener listener = this.hop.request().onInformational();
		if (listener != null) {
			this.told = this.told.thenRunAsync(
					() -> ForeignFault.tellEach(List.of(listener), (each) -> each.onInformational(status, headers)),
					executor());
		}
	}

	@Override
	public @Nullable ContentReceiver onHead(int status, HttpHeaders headers, ContentSource source) {
		return this.call.headArrived(status, headers, source);
	}

	@Override
	public void onResponse(H2Response response) {
		this.call.responseArrived(response);
	}

	@Override
	public void onFailure(H2Error error) {
		this.hop.attemptFailed(error);
	}

}

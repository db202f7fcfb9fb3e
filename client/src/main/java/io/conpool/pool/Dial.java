package io.conpool.pool;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.time.Backoff;
import io.conpool.time.Pauses;
import io.conpool.time.Scheduler;

/**
 * The making of one connection: attempts with an exponential back-off between them, until
 * one succeeds, a failure rules out another, there were enough, or nobody wants it any
 * more. One attempt runs at a time, so it needs no lock of its own.
 */
final class Dial<S> {

	private final EndpointPool<S> pool;

	private final ProtocolHandler<S> handler;

	private final int retries;

	private final Scheduler scheduler;

	private final Pauses pauses;

	private final Backoff backoff;

	private final long begunNanos;

	private int attempts;

	Dial(EndpointPool<S> pool, ProtocolHandler<S> handler, int retries, Scheduler scheduler, Pauses pauses,
			Backoff backoff) {
		this.pool = pool;
		this.handler = handler;
		this.retries = retries;
		this.scheduler = scheduler;
		this.pauses = pauses;
		this.backoff = backoff;
		this.begunNanos = scheduler.nanoTime();
	}

	/** The first attempt; others follow by themselves. */
	void attempt() {
		this.attempts++;
		long began = this.scheduler.nanoTime();
		Endpoint endpoint = this.pool.endpoint();
		PooledConnection<S> connection = new PooledConnection<>(this.pool, this.begunNanos);
		connect(endpoint, connection).whenComplete((state, thrown) -> {
			if (thrown == null) {
				this.pool.connected(connection, state, Duration.ofNanos(this.scheduler.nanoTime() - began));
			}
			else {
				failed(errorOf(endpoint, thrown));
			}
		});
	}

	private CompletionStage<S> connect(Endpoint endpoint, PooledConnection<S> connection) {
		try {
			return Objects.requireNonNull(this.handler.connect(endpoint, connection), "connect returned null");
		}
		catch (RuntimeException | Error ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * The typed error inside, or a failed connection where a handler ended with something
	 * untyped.
	 */
	private static H2Error errorOf(Endpoint endpoint, Throwable thrown) {
		H2Error typed = H2ClientException.errorIn(thrown);
		return (typed != null) ? typed : new H2Error.ConnectionFailed(endpoint, H2ClientException.unwrap(thrown));
	}

	private void failed(H2Error error) {
		boolean wanted = this.pool.attemptFailed(error);
		if (wanted && error.isRetryable() && this.attempts <= this.retries) {
			this.pauses.begin(this.backoff.after(this.attempts), () -> attemptAgain(error),
					() -> this.pool.dialFailed(error, this.begunNanos));
		}
		else {
			this.pool.dialFailed(error, this.begunNanos);
		}
	}

	/** Nobody may want it any more after the back-off. */
	private void attemptAgain(H2Error last) {
		if (this.pool.isDialWanted()) {
			attempt();
		}
		else {
			this.pool.dialFailed(last, this.begunNanos);
		}
	}

}

package io.conpool.pool;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.DoubleSupplier;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.time.Scheduler;

/**
 * The making of one connection: attempts with an exponential back-off between them, until
 * one succeeds, a failure rules out another, there were enough, or nobody waits any more.
 * One attempt runs at a time, so it needs no lock of its own.
 */
final class Dial<S> {

	private static final Duration MAX_DELAY = Duration.ofSeconds(30);

	private final EndpointPool<S> pool;

	private final ProtocolHandler<S> handler;

	private final PoolConfig config;

	private final Scheduler scheduler;

	private final DoubleSupplier random;

	private int attempts;

	Dial(EndpointPool<S> pool, ProtocolHandler<S> handler, PoolConfig config, Scheduler scheduler,
			DoubleSupplier random) {
		this.pool = pool;
		this.handler = handler;
		this.config = config;
		this.scheduler = scheduler;
		this.random = random;
	}

	/** The first attempt; others follow by themselves. */
	void attempt() {
		this.attempts++;
		long began = this.scheduler.nanoTime();
		Endpoint endpoint = this.pool.endpoint();
		PooledConnection<S> connection = new PooledConnection<>(this.pool);
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
		if (wanted && error.isRetryable() && this.attempts <= this.config.connectRetries()) {
			this.scheduler.schedule(() -> attemptAgain(error),
					backOff(this.config.connectRetryDelay(), this.attempts, this.random));
		}
		else {
			this.pool.dialFailed(error);
		}
	}

	/** Those who waited may have left during the back-off. */
	private void attemptAgain(H2Error last) {
		if (this.pool.isWaitedFor()) {
			attempt();
		}
		else {
			this.pool.dialFailed(last);
		}
	}

	/**
	 * The delay doubled for each failure after the first, varied by half in both
	 * directions.
	 */
	static Duration backOff(Duration delay, int failures, DoubleSupplier random) {
		double doubled = (double) delay.toNanos() * Math.pow(2, failures - 1);
		double bounded = Math.min(doubled, (double) MAX_DELAY.toNanos());
		return Duration.ofNanos((long) (bounded * (0.5 + random.getAsDouble())));
	}

}

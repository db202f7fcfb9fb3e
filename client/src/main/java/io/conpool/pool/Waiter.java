package io.conpool.pool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.time.Scheduler;

/**
 * Somebody who wants a lease: the future that {@link Conpool#acquire} returns. Cancelling
 * it leaves no trace in the queue, and a lease that comes too late goes straight back.
 * The queue that it stands in is guarded by the pool's lock; its completion is a
 * future's.
 */
final class Waiter<S> extends CompletableFuture<Lease<S>> {

	private final EndpointPool<S> pool;

	private final long sinceNanos;

	private final long deadlineNanos;

	Waiter(EndpointPool<S> pool, long sinceNanos, long deadlineNanos) {
		this.pool = pool;
		this.sinceNanos = sinceNanos;
		this.deadlineNanos = deadlineNanos;
	}

	/** A lease at that time would be of no use to it. */
	boolean endsBefore(long nanos) {
		return this.deadlineNanos - nanos < 0;
	}

	Duration waited(long nowNanos) {
		return Duration.ofNanos(nowNanos - this.sinceNanos);
	}

	/**
	 * It has to wait, until the task times it out; whoever completes it beforehand has
	 * given up waiting.
	 */
	void queued(Scheduler.Task task) {
		whenComplete((lease, thrown) -> {
			task.cancel();
			if (thrown != null) {
				this.pool.withdraw(this);
			}
		});
	}

	void deliver(Lease<S> lease) {
		if (!complete(lease)) {
			lease.release();
		}
	}

	void fail(H2Error error) {
		completeExceptionally(error.asException());
	}

}

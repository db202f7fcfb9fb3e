package io.conpool.pool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who wants a lease: the future that {@link Conpool#acquire} returns. Cancelling
 * it leaves no trace in the queue, and a lease that comes too late goes straight back.
 * The queue that it stands in is guarded by the pool's lock; its completion is a
 * future's.
 */
final class Waiter<S> extends CompletableFuture<Lease<S>> {

	private final EndpointPool<S> pool;

	private final long sinceNanos;

	// Written once, before the timer can fire or by the thread that queued it.
	private volatile Scheduler.@Nullable Task timer;

	Waiter(EndpointPool<S> pool, long sinceNanos) {
		this.pool = pool;
		this.sinceNanos = sinceNanos;
	}

	Duration waited(long nowNanos) {
		return Duration.ofNanos(nowNanos - this.sinceNanos);
	}

	void timeOutBy(Scheduler.Task task) {
		this.timer = task;
		if (isDone()) {
			task.cancel();
		}
	}

	void deliver(Lease<S> lease) {
		cancelTimer();
		if (!complete(lease)) {
			lease.release();
		}
	}

	void fail(H2Error error) {
		cancelTimer();
		completeExceptionally(error.asException());
	}

	private void cancelTimer() {
		Scheduler.Task task = this.timer;
		if (task != null) {
			task.cancel();
		}
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean cancelled = super.cancel(mayInterruptIfRunning);
		if (cancelled) {
			cancelTimer();
			this.pool.withdraw(this);
		}
		return cancelled;
	}

}

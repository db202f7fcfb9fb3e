package io.conpool.transport;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.conpool.time.Scheduler;

/**
 * What waits on the timer that clients run on. Stateless.
 */
public final class PendingTasks {

	private PendingTasks() {
	}

	/** How many tasks wait for their time, as the timer's thread sees it. */
	public static long of(Scheduler scheduler) throws Exception {
		CompletableFuture<Long> pending = new CompletableFuture<>();
		scheduler.schedule(() -> pending.complete(((WheelScheduler) scheduler).pending()), Duration.ZERO);
		return pending.get(10, TimeUnit.SECONDS);
	}

}

package io.conpool.transport;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.conpool.time.Scheduler;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * A scheduler on Netty's hashed wheel: adding and taking back cost the same however many
 * tasks there are, at the price of a resolution of 10 ms. One daemon thread, started with
 * the first task. Safe for use by several threads.
 */
final class WheelScheduler implements Scheduler {

	private final HashedWheelTimer wheel = new HashedWheelTimer(new DefaultThreadFactory("conpool-h2-timer", true), 10,
			TimeUnit.MILLISECONDS, 512, false);

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public Task schedule(Runnable task, Duration delay) {
		try {
			Timeout timeout = this.wheel.newTimeout((expired) -> task.run(), delay.toNanos(), TimeUnit.NANOSECONDS);
			return timeout::cancel;
		}
		catch (IllegalStateException | RejectedExecutionException ex) {
			// Stopped: the client is closed, and what was to come later never comes.
			return () -> {
			};
		}
	}

	void stop() {
		this.wheel.stop();
	}

}

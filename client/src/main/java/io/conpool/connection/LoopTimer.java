package io.conpool.connection;

import java.time.Duration;

import io.conpool.time.Scheduler;

/**
 * The timer of one connection: what it runs, it runs on the connection's event loop.
 */
public interface LoopTimer {

	/**
	 * Returns the time on the scheduler's clock.
	 * @return nanoseconds, of which only differences mean anything
	 */
	long nanoTime();

	/**
	 * Runs a task on the event loop, later.
	 * @param delay after how long
	 * @param task the task
	 * @return the way to take it back; without effect once it has begun
	 */
	Scheduler.Task schedule(Duration delay, Runnable task);

}

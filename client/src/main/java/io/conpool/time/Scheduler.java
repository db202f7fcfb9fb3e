package io.conpool.time;

import java.time.Duration;

/**
 * The monotonic clock of a client together with what is to run later on it. Everything
 * that waits (a pool's waiter, a call's deadline, a dial's back-off) takes its time from
 * one scheduler. Implementations are safe for use by several threads.
 */
public interface Scheduler {

	/**
	 * Now, on a monotonic clock of arbitrary origin, as {@link System#nanoTime()}: only
	 * differences mean anything.
	 * @return nanoseconds
	 */
	long nanoTime();

	/**
	 * Runs the task once, not before the delay has passed. It runs on a thread of the
	 * scheduler and must neither block nor throw.
	 * @param task what to run
	 * @param delay how long to wait; zero or less means as soon as possible
	 * @return the way to take it back
	 */
	Task schedule(Runnable task, Duration delay);

	/**
	 * Runs the task as {@link #schedule} does, for who knows what time it is.
	 * @param task what to run
	 * @param atNanos not before this time on {@link #nanoTime()}'s clock
	 * @return the way to take it back
	 */
	default Task scheduleAt(Runnable task, long atNanos) {
		return schedule(task, Duration.ofNanos(atNanos - nanoTime()));
	}

	/**
	 * Tells when the scheduler stops. From then on nothing that was scheduled runs any
	 * more, so whoever is waited for by it has to end: pools, calls and channels do. They
	 * are told the latest first, as they are built on each other. A scheduler that never
	 * stops need not implement this.
	 * @param task what to run once, on the thread that stops the scheduler, or at once if
	 * it has stopped; it must neither block nor throw
	 * @return the way to take it back
	 */
	default Task onStop(Runnable task) {
		return () -> {
		};
	}

	/**
	 * Something that was scheduled.
	 */
	@FunctionalInterface
	interface Task {

		/**
		 * Takes the task back; without effect once it has begun.
		 */
		void cancel();

	}

}

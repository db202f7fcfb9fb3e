package io.conpool.testing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

import io.conpool.time.Scheduler;

/**
 * A scheduler whose clock stands still until the test moves it. What is due runs on the
 * thread that moves the clock, in the order of the due times. Safe for use by several
 * threads, but only one of them may move the clock.
 */
public final class ManualScheduler implements Scheduler {

	// So near to the end of the range that a test which moves the clock by more than a
	// second also shows that only differences are compared.
	private static final long ORIGIN = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

	private static final Comparator<Entry> BY_TIME = Comparator.<Entry>comparingLong((entry) -> entry.dueNanos)
		.thenComparingLong((entry) -> entry.number);

	private final ReentrantLock lock = new ReentrantLock();

	// Guarded by lock.
	private final Deque<Runnable> onStop = new ArrayDeque<>();

	// Guarded by lock. Times count from the scheduler's making.
	private final TreeSet<Entry> entries = new TreeSet<>(BY_TIME);

	private long numbers;

	private volatile long elapsedNanos;

	@Override
	public long nanoTime() {
		return ORIGIN + this.elapsedNanos;
	}

	@Override
	public Task schedule(Runnable task, Duration delay) {
		this.lock.lock();
		try {
			// As the real scheduler, it cannot count further than 292 years.
			long due = this.elapsedNanos + Math.max(0, delay.toNanos());
			Entry entry = new Entry(task, (due < 0) ? Long.MAX_VALUE : due, this.numbers++);
			this.entries.add(entry);
			return () -> cancel(entry);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public Task onStop(Runnable task) {
		this.lock.lock();
		try {
			this.onStop.push(task);
		}
		finally {
			this.lock.unlock();
		}
		return () -> cancelOnStop(task);
	}

	private void cancelOnStop(Runnable task) {
		this.lock.lock();
		try {
			this.onStop.remove(task);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Tells that the scheduler stops, the latest first.
	 */
	public void stop() {
		for (Runnable task = pollOnStop(); task != null; task = pollOnStop()) {
			task.run();
		}
	}

	private Runnable pollOnStop() {
		this.lock.lock();
		try {
			return this.onStop.poll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void cancel(Entry entry) {
		this.lock.lock();
		try {
			this.entries.remove(entry);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Moves the clock and runs what becomes due on the way, each at its own time. What a
	 * task throws ends the move, since tasks must not throw.
	 * @param time how far
	 */
	public void advance(Duration time) {
		long until = this.elapsedNanos + time.toNanos();
		for (Entry due = pollDue(until); due != null; due = pollDue(until)) {
			this.elapsedNanos = Math.max(this.elapsedNanos, due.dueNanos);
			due.task.run();
		}
		this.elapsedNanos = until;
	}

	private Entry pollDue(long untilNanos) {
		this.lock.lock();
		try {
			boolean due = !this.entries.isEmpty() && this.entries.first().dueNanos <= untilNanos;
			return due ? this.entries.pollFirst() : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Moves the clock to the next task and runs what is due then.
	 * @return how far the clock was moved
	 */
	public Duration advanceToNext() {
		Duration delay = untilNext();
		advance(delay);
		return delay;
	}

	/**
	 * How long it is until the next task.
	 * @return the delay of the task that is due first
	 */
	public Duration untilNext() {
		this.lock.lock();
		try {
			if (this.entries.isEmpty()) {
				throw new IllegalStateException("nothing is scheduled");
			}
			return Duration.ofNanos(this.entries.first().dueNanos - this.elapsedNanos);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * How many tasks were neither run nor cancelled.
	 * @return the number
	 */
	public int pending() {
		this.lock.lock();
		try {
			return this.entries.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	private record Entry(Runnable task, long dueNanos, long number) {

	}

}

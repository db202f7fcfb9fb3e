package io.conpool.time;

import java.time.Duration;

/**
 * A point on a scheduler's clock by which something must have ended; in contrast to a
 * timeout, which is a length. Immutable.
 */
public final class Deadline {

	private final Scheduler scheduler;

	private final Duration limit;

	private final long atNanos;

	private Deadline(Scheduler scheduler, Duration limit) {
		this.scheduler = scheduler;
		this.limit = limit;
		this.atNanos = scheduler.nanoTime() + limit.toNanos();
	}

	/**
	 * The deadline that far from now.
	 * @param limit how far
	 * @param scheduler whose clock counts
	 * @return the deadline
	 */
	public static Deadline in(Duration limit, Scheduler scheduler) {
		return new Deadline(scheduler, limit);
	}

	/**
	 * The length that the deadline was made from.
	 * @return the limit
	 */
	public Duration limit() {
		return this.limit;
	}

	/**
	 * How long it is until then.
	 * @return the rest; zero once it has passed
	 */
	public Duration remaining() {
		return Duration.ofNanos(Math.max(0, this.atNanos - this.scheduler.nanoTime()));
	}

	/**
	 * Whether it has passed.
	 * @return true from the deadline on
	 */
	public boolean hasPassed() {
		return this.scheduler.nanoTime() - this.atNanos >= 0;
	}

}

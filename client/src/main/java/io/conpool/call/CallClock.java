package io.conpool.call;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The time of one call: its deadline, and what it waits for at present and since when.
 * One timer serves all: it comes at the earliest moment at which something can be over,
 * and looks. Any thread may tell what happens.
 */
final class CallClock implements Runnable {

	/** What a call waits for. */
	enum Phase {

		/** A lease, a pause before the next attempt, or nothing any more. */
		UNBOUNDED,

		/** The response's headers. */
		RESPONSE,

		/** Content from the server. */
		CONTENT,

		/** The application, to read what has arrived. */
		READER

	}

	private final CallLimits limits;

	private final Scheduler scheduler;

	private final Call<?, ?> call;

	private final long startedNanos;

	private volatile Phase phase = Phase.UNBOUNDED;

	private volatile BooleanSupplier unread = () -> false;

	private volatile long sinceNanos;

	private volatile boolean stopped;

	private volatile Scheduler.@Nullable Task timer;

	/**
	 * Makes a clock.
	 * @param limits the call's bounds
	 * @param scheduler gives the time
	 * @param call told when one of them is over, on the scheduler's thread
	 */
	CallClock(CallLimits limits, Scheduler scheduler, Call<?, ?> call) {
		this.limits = limits;
		this.scheduler = scheduler;
		this.call = call;
		this.startedNanos = scheduler.nanoTime();
	}

	void start() {
		schedule(this.startedNanos + Math.min(this.limits.request().toNanos(), this.limits.shortestPhaseNanos()));
	}

	CallLimits limits() {
		return this.limits;
	}

	/** Until the deadline, more than 0: when there is nothing left its timer is due. */
	Duration left() {
		return Duration.ofNanos(Math.max(nanosLeft(), 1));
	}

	private long nanosLeft() {
		return this.limits.request().toNanos() - (this.scheduler.nanoTime() - this.startedNanos);
	}

	/** The wait for something else begins. */
	void enter(Phase next) {
		// In this order, so that the timer never sees the new phase with the old time.
		this.sinceNanos = this.scheduler.nanoTime();
		this.phase = next;
	}

	/** The request is sent, and no time has passed since the call began. */
	void sentAtOnce() {
		this.sinceNanos = this.startedNanos;
		this.phase = Phase.RESPONSE;
	}

	/**
	 * Content is to come, for the reader to take.
	 * @param hasUnread whether it is the reader's turn
	 */
	void awaitContent(BooleanSupplier hasUnread) {
		this.unread = hasUnread;
		enter(Phase.CONTENT);
	}

	/** Something was sent or has arrived. That does not help a reader who is behind. */
	void progressed() {
		if (phase() != Phase.READER) {
			this.sinceNanos = this.scheduler.nanoTime();
		}
	}

	/** The reader has taken something. */
	void read() {
		this.sinceNanos = this.scheduler.nanoTime();
	}

	/**
	 * Seen from its facts and not told by both sides, which would overtake each other.
	 */
	private Phase phase() {
		Phase current = this.phase;
		return (current == Phase.CONTENT && this.unread.getAsBoolean()) ? Phase.READER : current;
	}

	void stop() {
		this.stopped = true;
		Scheduler.Task task = this.timer;
		if (task != null) {
			task.cancel();
		}
	}

	private void schedule(long atNanos) {
		this.timer = this.scheduler.scheduleAt(this, atNanos);
		if (this.stopped) {
			stop();
		}
	}

	/** The timer comes and looks. */
	@Override
	public void run() {
		Phase current = phase();
		long since = this.sinceNanos;
		long now = this.scheduler.nanoTime();
		if (this.stopped) {
			return;
		}
		long left = this.limits.request().toNanos() - (now - this.startedNanos);
		if (left <= 0) {
			this.call.deadlineOver();
			return;
		}
		// A phase may begin the moment after; then its whole limit is still to come.
		long next = Math.min(left, this.limits.shortestPhaseNanos());
		Duration limit = this.limits.of(current);
		if (limit != null) {
			long phaseLeft = limit.toNanos() - (now - since);
			if (phaseLeft <= 0) {
				enter(Phase.UNBOUNDED);
				this.call.phaseOver(current);
			}
			else {
				next = Math.min(next, phaseLeft);
			}
		}
		schedule(now + next);
	}

}

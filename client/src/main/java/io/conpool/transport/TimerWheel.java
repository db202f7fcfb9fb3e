package io.conpool.transport;

import java.util.concurrent.atomic.AtomicReference;

import io.conpool.error.ForeignFault;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Tasks by the time at which they are due, in slots of a wheel that turns by one every 10
 * ms. It is made for deadlines, of which nearly all are taken back, and soon: adding one
 * is one atomic operation, and taking it back one write. What was taken back by the next
 * turn never comes onto the wheel; the rest leaves it when its slot comes round, after a
 * little more than a second at most. Adding and taking back may be done by any thread;
 * the rest is confined to the timer's.
 */
final class TimerWheel {

	static final long TICK_NANOS = 10_000_000;

	private static final int SLOTS = 128;

	// The latest first.
	private final AtomicReference<@Nullable Entry> added = new AtomicReference<>();

	// Confined to the timer's thread.
	private final @Nullable Entry[] slots = new @Nullable Entry[SLOTS];

	private final long startNanos;

	private long turns;

	private static final class Entry implements Scheduler.Task {

		// Null once it has begun or was taken back.
		private volatile @Nullable Runnable task;

		private final long dueNanos;

		private @Nullable Entry next;

		Entry(Runnable task, long dueNanos) {
			this.task = task;
			this.dueNanos = dueNanos;
		}

		@Override
		public void cancel() {
			this.task = null;
		}

		boolean isWaiting() {
			return this.task != null;
		}

		void run() {
			Runnable begun = this.task;
			this.task = null;
			if (begun != null) {
				try {
					begun.run();
				}
				catch (RuntimeException | Error ex) {
					ForeignFault.report(ex);
				}
			}
		}

	}

	TimerWheel(long nowNanos) {
		this.startNanos = nowNanos;
	}

	Scheduler.Task add(Runnable task, long dueNanos) {
		Entry entry = new Entry(task, dueNanos);
		Entry before;
		do {
			before = this.added.get();
			entry.next = before;
		}
		while (!this.added.compareAndSet(before, entry));
		return entry;
	}

	long nextTurnNanos() {
		return this.startNanos + (this.turns + 1) * TICK_NANOS;
	}

	/** Turns by one slot, and runs what is due then. */
	void turn() {
		long now = nextTurnNanos();
		this.turns++;
		placeAdded();
		int slot = slot(this.turns);
		Entry before = null;
		for (Entry entry = this.slots[slot]; entry != null; entry = entry.next) {
			if (entry.isWaiting() && entry.dueNanos - now > 0) {
				before = entry;
				continue;
			}
			if (before == null) {
				this.slots[slot] = entry.next;
			}
			else {
				before.next = entry.next;
			}
			entry.run();
		}
	}

	/** Of one slot those that came first are first. */
	private void placeAdded() {
		Entry entry = this.added.getAndSet(null);
		while (entry != null) {
			Entry earlier = entry.next;
			if (entry.isWaiting()) {
				int slot = slot(Math.max(this.turns, turnsUntil(entry.dueNanos)));
				entry.next = this.slots[slot];
				this.slots[slot] = entry;
			}
			entry = earlier;
		}
	}

	private long turnsUntil(long dueNanos) {
		return (dueNanos - this.startNanos + TICK_NANOS - 1) / TICK_NANOS;
	}

	private static int slot(long turn) {
		return (int) (turn & (SLOTS - 1));
	}

	/** How many tasks wait for their time. */
	long pending() {
		long pending = waiting(this.added.get());
		for (Entry first : this.slots) {
			pending += waiting(first);
		}
		return pending;
	}

	private static long waiting(@Nullable Entry first) {
		long waiting = 0;
		for (Entry entry = first; entry != null; entry = entry.next) {
			waiting += entry.isWaiting() ? 1 : 0;
		}
		return waiting;
	}

}

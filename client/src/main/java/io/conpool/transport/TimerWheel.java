package io.conpool.transport;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.conpool.error.ForeignFault;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Tasks by the time at which they are due, in slots of a wheel that turns by one every 10
 * ms. It is made for deadlines, of which nearly all are taken back, and soon. A task
 * first stands in a ring of those that came lately; the next turn puts it onto the wheel,
 * unless it was taken back: then its place is empty, and the turn, which looks at the
 * places only, does not touch what may be cold by then. From the wheel it goes when its
 * slot comes round, after a little more than a second at most. Adding and taking back may
 * be done by any thread; the rest is confined to the timer's.
 */
final class TimerWheel {

	static final long TICK_NANOS = 10_000_000;

	// More may come between two turns: they drive out those that still wait.
	static final int PLACES = 4096;

	private static final int SLOTS = 128;

	private final AtomicReferenceArray<@Nullable Entry> recent = new AtomicReferenceArray<>(PLACES);

	private final AtomicInteger additions = new AtomicInteger();

	// The latest first.
	private final AtomicReference<@Nullable Entry> drivenOut = new AtomicReference<>();

	// Confined to the timer's thread, each with those first that came first.
	private final @Nullable Entry[] slots = new @Nullable Entry[SLOTS];

	private final long startNanos;

	private long turns;

	/** A task, until it is run or taken back. */
	private final class Entry implements Scheduler.Task {

		// Null once it has begun or was taken back.
		private volatile @Nullable Runnable task;

		private final long dueNanos;

		private final int place;

		private @Nullable Entry next;

		Entry(Runnable task, long dueNanos, int place) {
			this.task = task;
			this.dueNanos = dueNanos;
			this.place = place;
		}

		@Override
		public void cancel() {
			this.task = null;
			leavePlace();
		}

		/** False if it has left it already. */
		boolean leavePlace() {
			return TimerWheel.this.recent.get(this.place) == this
					&& TimerWheel.this.recent.compareAndSet(this.place, this, null);
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
		int place = this.additions.getAndIncrement() & (PLACES - 1);
		Entry entry = new Entry(task, dueNanos, place);
		Entry before = this.recent.getAndSet(place, entry);
		if (before != null) {
			driveOut(before);
		}
		return entry;
	}

	private void driveOut(Entry entry) {
		Entry before;
		do {
			before = this.drivenOut.get();
			entry.next = before;
		}
		while (!this.drivenOut.compareAndSet(before, entry));
	}

	long nextTurnNanos() {
		return this.startNanos + (this.turns + 1) * TICK_NANOS;
	}

	/** Turns by one slot, and runs what is due then. */
	void turn() {
		long now = nextTurnNanos();
		this.turns++;
		placeRecent();
		placeDrivenOut();
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

	private void placeRecent() {
		int latest = this.additions.get() - 1;
		for (int i = 0; i < PLACES; i++) {
			Entry entry = this.recent.get((latest - i) & (PLACES - 1));
			if (entry != null && entry.leavePlace()) {
				place(entry);
			}
		}
	}

	private void placeDrivenOut() {
		Entry entry = this.drivenOut.getAndSet(null);
		while (entry != null) {
			Entry earlier = entry.next;
			place(entry);
			entry = earlier;
		}
	}

	private void place(Entry entry) {
		if (entry.isWaiting()) {
			int slot = slot(Math.max(this.turns, turnsUntil(entry.dueNanos)));
			entry.next = this.slots[slot];
			this.slots[slot] = entry;
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
		long pending = waiting(this.drivenOut.get());
		for (int i = 0; i < PLACES; i++) {
			pending += (this.recent.get(i) != null) ? 1 : 0;
		}
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

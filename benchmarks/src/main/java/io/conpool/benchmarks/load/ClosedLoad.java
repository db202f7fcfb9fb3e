package io.conpool.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.benchmarks.client.Completion;
import io.conpool.benchmarks.client.PreparedCall;

/**
 * A given number of requests under way: where one ends the next one begins, on the thread
 * that the client calls back on. Safe for use by several threads.
 */
final class ClosedLoad implements Load {

	private final List<Slot> slots = new ArrayList<>();

	private final Phaser underWay = new Phaser(1);

	private volatile boolean running;

	ClosedLoad(List<PreparedCall> calls, int inFlight, long expectedLength) {
		for (int i = 0; i < inFlight; i++) {
			this.slots.add(new Slot(calls.get(i % calls.size()), new Tally(expectedLength)));
		}
	}

	@Override
	public void start() {
		this.running = true;
		for (Slot slot : this.slots) {
			this.underWay.register();
			slot.next();
		}
	}

	@Override
	public void stop() throws InterruptedException {
		this.running = false;
		int phase = this.underWay.arrive();
		try {
			this.underWay.awaitAdvanceInterruptibly(phase, 30, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException(this.underWay.getUnarrivedParties() + " requests never ended", ex);
		}
	}

	@Override
	public long completed() {
		return this.slots.stream().mapToLong((slot) -> slot.tally.completed()).sum();
	}

	@Override
	public long failed() {
		return this.slots.stream().mapToLong((slot) -> slot.tally.failed()).sum();
	}

	private final class Slot implements Completion {

		private final PreparedCall call;

		private final Tally tally;

		// Completions that no thread has dealt with: those on the thread that starts the
		// call must not start the next one, or the stack grows without end.
		private final AtomicInteger due = new AtomicInteger();

		Slot(PreparedCall call, Tally tally) {
			this.call = call;
			this.tally = tally;
		}

		@Override
		public void succeeded(int status, long length) {
			this.tally.succeeded(status, length);
			next();
		}

		@Override
		public void failed(Throwable thrown) {
			this.tally.failed(thrown);
			next();
		}

		private void next() {
			if (this.due.getAndIncrement() != 0) {
				return;
			}
			do {
				if (ClosedLoad.this.running) {
					this.call.start(this);
				}
				else {
					ClosedLoad.this.underWay.arriveAndDeregister();
				}
			}
			while (this.due.decrementAndGet() != 0);
		}

	}

}

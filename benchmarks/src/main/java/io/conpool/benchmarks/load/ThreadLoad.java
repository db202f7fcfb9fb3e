package io.conpool.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

import io.conpool.benchmarks.client.PreparedCall;

/**
 * A given number of threads, each of which sends, waits and sends again. Safe for use by
 * several threads.
 */
final class ThreadLoad implements Load {

	private final PreparedCall call;

	private final ThreadFactory factory;

	private final List<Tally> tallies = new ArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean running;

	ThreadLoad(PreparedCall call, ThreadFactory factory, int count, long expectedLength) {
		this.call = call;
		this.factory = factory;
		for (int i = 0; i < count; i++) {
			this.tallies.add(new Tally(expectedLength));
		}
	}

	@Override
	public void start() {
		this.running = true;
		for (Tally tally : this.tallies) {
			Thread thread = this.factory.newThread(() -> loop(tally));
			this.threads.add(thread);
			thread.start();
		}
	}

	private void loop(Tally tally) {
		while (this.running) {
			try {
				tally.succeeded(200, this.call.perform());
			}
			catch (Exception ex) {
				tally.failed(ex);
			}
		}
	}

	@Override
	public void stop() throws InterruptedException {
		this.running = false;
		for (Thread thread : this.threads) {
			thread.join(30_000);
			if (thread.isAlive()) {
				throw new IllegalStateException("A request never ended");
			}
		}
		this.threads.clear();
	}

	@Override
	public long completed() {
		return this.tallies.stream().mapToLong(Tally::completed).sum();
	}

	@Override
	public long failed() {
		return this.tallies.stream().mapToLong(Tally::failed).sum();
	}

}

package io.conpool.benchmarks.load;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.conpool.benchmarks.client.Completion;
import io.conpool.benchmarks.client.PreparedCall;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Requests at a given rate, whatever has become of those before. Latency counts from when
 * a request was to begin: a client that falls behind does not hide it. Safe for use by
 * several threads.
 */
final class OpenLoad implements Load {

	private final PreparedCall call;

	private final long intervalNanos;

	private final long expectedLength;

	private final AtomicLong started = new AtomicLong();

	private final AtomicLong completed = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	private final Recorder recorder = new Recorder(3);

	private @Nullable Thread pacer;

	private volatile boolean running;

	OpenLoad(PreparedCall call, int perSecond, long expectedLength) {
		this.call = call;
		this.intervalNanos = 1_000_000_000L / perSecond;
		this.expectedLength = expectedLength;
	}

	@Override
	public void start() {
		this.running = true;
		Thread thread = new Thread(this::pace, "pacer");
		this.pacer = thread;
		thread.start();
	}

	private void pace() {
		long due = System.nanoTime();
		while (this.running) {
			long early = due - System.nanoTime();
			if (early > 0) {
				LockSupport.parkNanos(early);
				continue;
			}
			this.started.incrementAndGet();
			this.call.start(new Timed(due));
			due += this.intervalNanos;
		}
	}

	@Override
	public void stop() throws InterruptedException {
		this.running = false;
		if (this.pacer != null) {
			this.pacer.join();
			this.pacer = null;
		}
		long end = System.nanoTime() + 30_000_000_000L;
		while (completed() + failed() < this.started.get()) {
			if (System.nanoTime() > end) {
				throw new IllegalStateException("A request never ended");
			}
			Thread.sleep(1);
		}
	}

	@Override
	public long completed() {
		return this.completed.get();
	}

	@Override
	public long failed() {
		return this.failed.get();
	}

	@Override
	public Histogram latencies() {
		return this.recorder.getIntervalHistogram();
	}

	private final class Timed implements Completion {

		private final long due;

		Timed(long due) {
			this.due = due;
		}

		@Override
		public void succeeded(int status, long length) {
			OpenLoad.this.recorder.recordValue(System.nanoTime() - this.due);
			if (status == 200 && length == OpenLoad.this.expectedLength) {
				OpenLoad.this.completed.incrementAndGet();
			}
			else {
				OpenLoad.this.failed.incrementAndGet();
			}
		}

		@Override
		public void failed(Throwable thrown) {
			OpenLoad.this.failed.incrementAndGet();
		}

	}

}

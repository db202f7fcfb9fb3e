package io.conpool.transport;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.conpool.time.Scheduler;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scheduler on Netty's hashed wheel: adding and taking back cost the same however many
 * tasks there are, at the price of a resolution of 10 ms. One daemon thread, started with
 * the first task. Safe for use by several threads.
 */
final class WheelScheduler implements Scheduler {

	private static final Logger logger = LoggerFactory.getLogger(WheelScheduler.class);

	// Everybody was told, and what was to come later never comes.
	private static final Task NOTHING = () -> {
	};

	private final HashedWheelTimer wheel = new HashedWheelTimer(new DefaultThreadFactory("conpool-h2-timer", true), 10,
			TimeUnit.MILLISECONDS, 512, false);

	// In the order of their coming.
	private final ConcurrentNavigableMap<Long, Runnable> onStop = new ConcurrentSkipListMap<>();

	private final AtomicLong numbers = new AtomicLong();

	private volatile boolean stopped;

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public Task schedule(Runnable task, Duration delay) {
		if (this.stopped) {
			return NOTHING;
		}
		try {
			Timeout timeout = this.wheel.newTimeout((expired) -> task.run(), delay.toNanos(), TimeUnit.NANOSECONDS);
			return timeout::cancel;
		}
		catch (IllegalStateException | RejectedExecutionException ex) {
			// Stopped just now.
			return NOTHING;
		}
	}

	@Override
	public Task onStop(Runnable task) {
		Long number = this.numbers.incrementAndGet();
		this.onStop.put(number, task);
		if (this.stopped) {
			tellStopped();
		}
		return () -> this.onStop.remove(number);
	}

	void stop() {
		this.stopped = true;
		tellStopped();
		logger.debug("the timer stops; {} tasks are not run any more", pending());
		this.wheel.stop();
	}

	private void tellStopped() {
		for (Map.Entry<Long, Runnable> last = this.onStop.pollLastEntry(); last != null; last = this.onStop
			.pollLastEntry()) {
			last.getValue().run();
		}
	}

	/** How many tasks wait for their time. */
	long pending() {
		return this.wheel.pendingTimeouts();
	}

}

package io.conpool.transport;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.conpool.time.Scheduler;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scheduler on a wheel: adding and taking back cost the same however many tasks there
 * are, at the price of a resolution of 10 ms. One daemon thread, started with the first
 * task. Safe for use by several threads.
 */
final class WheelScheduler implements Scheduler {

	private static final Logger logger = LoggerFactory.getLogger(WheelScheduler.class);

	// Everybody was told, and what was to come later never comes.
	private static final Task NOTHING = () -> {
	};

	private final TimerWheel wheel = new TimerWheel(System.nanoTime());

	private final Thread thread = new DefaultThreadFactory("conpool-h2-timer", true).newThread(this::turnUntilStopped);

	private final AtomicBoolean started = new AtomicBoolean();

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
		return scheduleAt(task, System.nanoTime() + delay.toNanos());
	}

	@Override
	public Task scheduleAt(Runnable task, long atNanos) {
		if (this.stopped) {
			return NOTHING;
		}
		if (!this.started.get() && this.started.compareAndSet(false, true)) {
			this.thread.start();
		}
		return this.wheel.add(task, atNanos);
	}

	private void turnUntilStopped() {
		while (!this.stopped) {
			long wait = this.wheel.nextTurnNanos() - System.nanoTime();
			if (wait > 0) {
				pause(wait);
			}
			else {
				this.wheel.turn();
			}
		}
		logger.debug("the timer stops; {} tasks are not run any more", this.wheel.pending());
	}

	private static void pause(long nanos) {
		try {
			TimeUnit.NANOSECONDS.sleep(nanos);
		}
		catch (InterruptedException ex) {
			// By mistake: nobody here interrupts this thread, and it ends by itself.
			logger.debug("the timer was interrupted", ex);
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
	}

	private void tellStopped() {
		for (Map.Entry<Long, Runnable> last = this.onStop.pollLastEntry(); last != null; last = this.onStop
			.pollLastEntry()) {
			last.getValue().run();
		}
	}

	/** How many tasks wait for their time. On the timer's thread. */
	long pending() {
		return this.wheel.pending();
	}

}

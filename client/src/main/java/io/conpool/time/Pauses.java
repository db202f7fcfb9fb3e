package io.conpool.time;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is to go on after a pause: a call before a retry, a pool before the next attempt
 * to connect. In its pause it is known to nobody else, so this is who ends it when its
 * owner closes: else it would be kept for ever by a timer that has stopped, and for the
 * rest of the pause by one that goes on for others. Safe for use by several threads.
 */
public final class Pauses {

	private final Scheduler scheduler;

	private final Set<Pause> underWay = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/**
	 * Makes an owner of pauses.
	 * @param scheduler keeps the time
	 */
	public Pauses(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	/**
	 * Goes on after a while, on the scheduler's thread, or gives up if this is closed
	 * before, on the closing thread, or is closed already, on this one.
	 * @param time how long
	 * @param goOn what is done then
	 * @param giveUp what is done in its place
	 */
	public void begin(Duration time, Runnable goOn, Runnable giveUp) {
		Pause pause = new Pause(giveUp);
		this.underWay.add(pause);
		pause.timer = this.scheduler.schedule(() -> pause.end(goOn), time);
		if (this.closed) {
			pause.giveUp();
		}
	}

	/**
	 * Ends the pauses that are under way, and those that are still begun.
	 */
	public void close() {
		this.closed = true;
		this.underWay.forEach(Pause::giveUp);
	}

	/** One pause, which ends once. */
	private final class Pause {

		private final Runnable giveUp;

		private final AtomicBoolean over = new AtomicBoolean();

		// Set before begin looks whether this is closed, so that nobody misses it.
		private volatile Scheduler.Task timer = () -> {
		};

		Pause(Runnable giveUp) {
			this.giveUp = giveUp;
		}

		void giveUp() {
			end(this.giveUp);
			this.timer.cancel();
		}

		void end(Runnable how) {
			if (this.over.compareAndSet(false, true)) {
				Pauses.this.underWay.remove(this);
				how.run();
			}
		}

	}

}

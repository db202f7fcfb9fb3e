package io.conpool.time;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is to go on after a pause: a call before a retry or until it has a route, a pool
 * before the next attempt to connect. In its pause it is known to nobody else, so this is
 * who ends it when its owner closes: else it would be kept for ever by a timer that has
 * stopped, and for the rest of the pause by one that goes on for others. Safe for use by
 * several threads.
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
	 * @return the pause
	 */
	public Pause begin(Duration time, Runnable goOn, Runnable giveUp) {
		Pause pause = new Pause(giveUp);
		this.underWay.add(pause);
		pause.timer = this.scheduler.schedule(() -> pause.goOn(goOn), time);
		return unlessClosed(pause);
	}

	/**
	 * Waits for something else than the time, until whoever began this ends it; gives up
	 * as {@link #begin(Duration, Runnable, Runnable)}.
	 * @param giveUp what is done if this is closed before
	 * @return the pause
	 */
	public Pause begin(Runnable giveUp) {
		Pause pause = new Pause(giveUp);
		this.underWay.add(pause);
		return unlessClosed(pause);
	}

	private Pause unlessClosed(Pause pause) {
		if (this.closed) {
			pause.giveUp();
		}
		return pause;
	}

	/**
	 * Ends the pauses that are under way, and those that are still begun.
	 */
	public void close() {
		this.closed = true;
		this.underWay.forEach(Pause::giveUp);
	}

	/**
	 * One pause, which ends once. Safe for use by several threads.
	 */
	public final class Pause {

		private final Runnable giveUp;

		private final AtomicBoolean over = new AtomicBoolean();

		// Set before begin looks whether this is closed, so that nobody misses it.
		private volatile Scheduler.Task timer = () -> {
		};

		private Pause(Runnable giveUp) {
			this.giveUp = giveUp;
		}

		/**
		 * Ends it: from now on it neither goes on nor gives up.
		 * @return true for whoever comes first: what happens next is theirs
		 */
		public boolean end() {
			boolean first = this.over.compareAndSet(false, true);
			if (first) {
				Pauses.this.underWay.remove(this);
				this.timer.cancel();
			}
			return first;
		}

		private void goOn(Runnable how) {
			if (end()) {
				how.run();
			}
		}

		private void giveUp() {
			goOn(this.giveUp);
		}

	}

}

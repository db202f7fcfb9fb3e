package io.conpool.call;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.conpool.time.Scheduler;

/**
 * The pauses of calls before a retry. A call in its pause is known neither to a
 * connection nor to the pool, so this is who ends it when the client closes: the timer
 * stops then, and would leave it waiting for ever. Safe for use by several threads.
 */
final class RetryPauses {

	private final Scheduler scheduler;

	private final Set<Pause> underWay = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	RetryPauses(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	/** Goes on after a while, or gives up if the client closes before. */
	void begin(Duration time, Runnable goOn, Runnable giveUp) {
		Pause pause = new Pause(giveUp);
		this.underWay.add(pause);
		this.scheduler.schedule(() -> pause.end(goOn), time);
		if (this.closed) {
			pause.end(giveUp);
		}
	}

	void close() {
		this.closed = true;
		this.underWay.forEach((pause) -> pause.end(pause.giveUp));
	}

	/** One pause, which ends once. */
	private final class Pause {

		private final Runnable giveUp;

		private final AtomicBoolean over = new AtomicBoolean();

		Pause(Runnable giveUp) {
			this.giveUp = giveUp;
		}

		void end(Runnable how) {
			if (this.over.compareAndSet(false, true)) {
				RetryPauses.this.underWay.remove(this);
				how.run();
			}
		}

	}

}

package io.conpool.transport;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.conpool.time.Scheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What waits on the timer that clients run on. Stateless.
 */
public final class PendingTasks {

	private PendingTasks() {
	}

	/**
	 * How many tasks wait for their time. What was taken back leaves the wheel with its
	 * next turn, so two are waited for: the first may have begun before.
	 */
	public static long of(Scheduler scheduler) throws InterruptedException {
		for (int turn = 0; turn < 2; turn++) {
			CountDownLatch over = new CountDownLatch(1);
			scheduler.schedule(over::countDown, Duration.ZERO);
			assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
		}
		return ((WheelScheduler) scheduler).pending();
	}

}

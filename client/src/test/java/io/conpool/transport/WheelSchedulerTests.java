package io.conpool.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.conpool.time.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of the timer. What is due meanwhile is tested wherever something waits.
 */
class WheelSchedulerTests {

	private final WheelScheduler scheduler = new WheelScheduler();

	private final List<String> told = new ArrayList<>();

	@AfterEach
	void stop() {
		this.scheduler.stop();
	}

	@Test
	void whoCameLastIsToldFirst() {
		this.scheduler.onStop(() -> this.told.add("transport"));
		this.scheduler.onStop(() -> this.told.add("pool"));
		this.scheduler.onStop(() -> this.told.add("calls"));
		this.scheduler.stop();
		assertThat(this.told).containsExactly("calls", "pool", "transport");
	}

	@Test
	void everybodyIsToldOnce() {
		this.scheduler.onStop(() -> this.told.add("pool"));
		this.scheduler.stop();
		this.scheduler.stop();
		assertThat(this.told).containsExactly("pool");
	}

	@Test
	void whoHasEndedBeforeIsNotTold() {
		Scheduler.Task ending = this.scheduler.onStop(() -> this.told.add("pool"));
		ending.cancel();
		this.scheduler.stop();
		assertThat(this.told).isEmpty();
	}

	@Test
	void whoComesTooLateIsToldAtOnce() {
		this.scheduler.stop();
		this.scheduler.onStop(() -> this.told.add("pool"));
		assertThat(this.told).containsExactly("pool");
	}

	@Test
	void whatIsTakenBackDoesNotWaitForItsTime() throws Exception {
		Scheduler.Task task = this.scheduler.schedule(() -> this.told.add("late"), Duration.ofHours(1));
		assertThat(PendingTasks.of(this.scheduler)).isOne();
		task.cancel();
		assertThat(PendingTasks.of(this.scheduler)).isZero();
	}

	@Test
	void whatIsScheduledAfterTheEndIsForgotten() {
		this.scheduler.stop();
		this.scheduler.schedule(() -> this.told.add("late"), Duration.ZERO).cancel();
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void aFaultOfATaskEndsNoOther() throws Exception {
		CountDownLatch run = new CountDownLatch(1);
		this.scheduler.schedule(() -> {
			throw new IllegalStateException("a fault that is wanted here");
		}, Duration.ZERO);
		this.scheduler.schedule(run::countDown, Duration.ofMillis(20));
		assertThat(run.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void anInterruptIsPassedOver() throws Exception {
		CountDownLatch run = new CountDownLatch(1);
		this.scheduler.schedule(() -> Thread.currentThread().interrupt(), Duration.ZERO);
		this.scheduler.schedule(run::countDown, Duration.ofMillis(20));
		assertThat(run.await(10, TimeUnit.SECONDS)).isTrue();
	}

}

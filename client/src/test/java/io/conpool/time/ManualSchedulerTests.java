package io.conpool.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.conpool.testing.ManualScheduler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tests' own clock keeps what {@link Scheduler} promises.
 */
class ManualSchedulerTests {

	private final ManualScheduler scheduler = new ManualScheduler();

	private final List<String> done = new ArrayList<>();

	private Scheduler.Task in(long millis, String name) {
		return this.scheduler.schedule(() -> this.done.add(name), Duration.ofMillis(millis));
	}

	@Test
	void tasksRunInTheOrderOfTheirTimes() {
		in(20, "b");
		in(10, "a");
		in(20, "c");
		this.scheduler.advance(Duration.ofMillis(20));
		assertThat(this.done).containsExactly("a", "b", "c");
	}

	@Test
	void aTaskDoesNotRunBeforeItsTime() {
		in(20, "a");
		this.scheduler.advance(Duration.ofMillis(20).minusNanos(1));
		assertThat(this.done).isEmpty();
	}

	@Test
	void everyTaskSeesItsOwnTime() {
		long start = this.scheduler.nanoTime();
		List<Long> seen = new ArrayList<>();
		this.scheduler.schedule(() -> seen.add(this.scheduler.nanoTime() - start), Duration.ofSeconds(3));
		this.scheduler.advance(Duration.ofSeconds(10));
		assertThat(seen).containsExactly(3_000_000_000L);
		assertThat(this.scheduler.nanoTime() - start).isEqualTo(10_000_000_000L);
	}

	@Test
	void whatATaskSchedulesRunsInTheSameMoveIfItIsDue() {
		this.scheduler.schedule(() -> in(10, "later"), Duration.ofMillis(10));
		this.scheduler.advance(Duration.ofMillis(20));
		assertThat(this.done).containsExactly("later");
	}

	@Test
	void aCancelledTaskDoesNotRun() {
		Scheduler.Task task = in(10, "a");
		task.cancel();
		task.cancel();
		this.scheduler.advance(Duration.ofMillis(10));
		assertThat(this.done).isEmpty();
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void aTaskWithoutDelayRunsWithTheNextMove() {
		in(-5, "a");
		assertThat(this.done).isEmpty();
		this.scheduler.advance(Duration.ZERO);
		assertThat(this.done).containsExactly("a");
	}

}

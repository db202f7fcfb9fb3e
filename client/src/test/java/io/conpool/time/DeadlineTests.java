package io.conpool.time;

import java.time.Duration;

import io.conpool.testing.ManualScheduler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Deadlines on a clock that passes the end of its range after one second.
 */
class DeadlineTests {

	private final ManualScheduler scheduler = new ManualScheduler();

	private Deadline in(Duration limit) {
		return Deadline.in(limit, this.scheduler);
	}

	@Test
	void aDeadlineKnowsItsLimit() {
		assertThat(in(Duration.ofSeconds(5)).limit()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void theRestShrinksAsTimePasses() {
		Deadline deadline = in(Duration.ofSeconds(5));
		this.scheduler.advance(Duration.ofSeconds(2));
		assertThat(deadline.remaining()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void theRestIsNeverNegative() {
		Deadline deadline = in(Duration.ofSeconds(5));
		this.scheduler.advance(Duration.ofSeconds(6));
		assertThat(deadline.remaining()).isZero();
	}

	@Test
	void itHasPassedFromTheVeryMomentOn() {
		Deadline deadline = in(Duration.ofSeconds(5));
		this.scheduler.advance(Duration.ofSeconds(5).minusNanos(1));
		assertThat(deadline.hasPassed()).isFalse();
		this.scheduler.advance(Duration.ofNanos(1));
		assertThat(deadline.hasPassed()).isTrue();
	}

	@Test
	void aDeadlineOfZeroHasPassed() {
		assertThat(in(Duration.ZERO).hasPassed()).isTrue();
	}

	@Test
	void theLongestThatTheClockCanCountHasNotPassed() {
		Deadline deadline = in(Duration.ofNanos(Long.MAX_VALUE));
		this.scheduler.advance(Duration.ofDays(365));
		assertThat(deadline.hasPassed()).isFalse();
		assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE).minusDays(365));
	}

}

package io.conpool.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.conpool.testing.ManualScheduler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PausesTests {

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final ManualScheduler scheduler = new ManualScheduler();

	private final Pauses pauses = new Pauses(this.scheduler);

	private final List<String> done = new ArrayList<>();

	private void begin() {
		this.pauses.begin(PAUSE, () -> this.done.add("gone on"), () -> this.done.add("given up"));
	}

	@Test
	void afterThePauseItGoesOn() {
		begin();
		this.scheduler.advance(PAUSE.minusNanos(1));
		assertThat(this.done).isEmpty();
		this.scheduler.advance(Duration.ofNanos(1));
		assertThat(this.done).containsExactly("gone on");
	}

	@Test
	void whatIsUnderWayEndsAtTheCloseAndIsTakenOffTheTimer() {
		begin();
		begin();
		this.pauses.close();
		assertThat(this.done).containsExactly("given up", "given up");
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void whatIsBegunLaterEndsAtOnce() {
		this.pauses.close();
		begin();
		assertThat(this.done).containsExactly("given up");
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void whatHasGoneOnIsNotGivenUp() {
		begin();
		this.scheduler.advance(PAUSE);
		this.pauses.close();
		assertThat(this.done).containsExactly("gone on");
	}

	@Test
	void onePauseMayHaveNoTime() {
		this.pauses.begin(() -> this.done.add("given up"));
		assertThat(this.scheduler.pending()).isZero();
		this.pauses.close();
		assertThat(this.done).containsExactly("given up");
	}

	@Test
	void whatWasEndedNeitherGoesOnNorGivesUp() {
		Pauses.Pause pause = this.pauses.begin(PAUSE, () -> this.done.add("gone on"), () -> this.done.add("given up"));
		assertThat(pause.end()).isTrue();
		assertThat(pause.end()).isFalse();
		assertThat(this.scheduler.pending()).isZero();
		this.scheduler.advance(PAUSE);
		this.pauses.close();
		assertThat(this.done).isEmpty();
	}

}

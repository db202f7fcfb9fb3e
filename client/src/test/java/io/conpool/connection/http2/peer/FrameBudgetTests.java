package io.conpool.connection.http2.peer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FrameBudgetTests {

	private final AtomicLong clock = new AtomicLong();

	private final FrameBudget budget = new FrameBudget(this.clock::get);

	@Test
	void aThousandFramesMayComeAtOnce() {
		assertThat(spendAll()).isEqualTo(1000);
		assertThat(this.budget.spend()).isFalse();
	}

	@Test
	void twoHundredASecondMayComeForEver() {
		spendAll();
		for (int second = 0; second < 100; second++) {
			this.clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
			assertThat(spendAll()).isEqualTo(200);
		}
	}

	@Test
	void aPauseDoesNotSaveUpMoreThanTheBurst() {
		spendAll();
		this.clock.addAndGet(TimeUnit.HOURS.toNanos(1));
		assertThat(spendAll()).isEqualTo(1000);
	}

	@Test
	void usefulWorkEarnsFrames() {
		spendAll();
		this.budget.earn(2);
		assertThat(spendAll()).isEqualTo(2);
	}

	private int spendAll() {
		int spent = 0;
		while (this.budget.spend()) {
			spent++;
		}
		return spent;
	}

}

package io.conpool.connection.http2.peer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AccountTests {

	private static final int ANSWER = 17;

	private final AtomicLong clock = new AtomicLong();

	private final AtomicInteger burst = new AtomicInteger(1);

	private final AtomicInteger written = new AtomicInteger();

	private final Account account = new Account(this.clock::get, this.burst::get,
			(number) -> number <= this.written.get());

	// What brings nothing

	@Test
	void aThousandFramesMayComeAtOnce() {
		assertThat(spendAll()).isEqualTo(1000);
		assertThat(this.account.useless("PRIORITY")).isFalse();
		assertThat(this.account.breach()).contains("PRIORITY", "1002 so far", "1000 at once", "200 a second");
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
	void eachResponseEarnsAFrame() {
		spendAll();
		this.account.responded();
		this.account.responded();
		assertThat(spendAll()).isEqualTo(2);
	}

	@Test
	void eachKibibyteEitherWayEarnsAFrameInWhateverPieces() {
		spendAll();
		for (int i = 0; i < 1024; i++) {
			this.account.received(1);
			this.account.sent(1);
		}
		assertThat(spendAll()).isEqualTo(2);
	}

	// What was granted or asked for

	@Test
	void grantsAreFreeUpToTheBytesThatWereSentInWhateverPieces() {
		this.account.sent(10_000);
		spendAll();
		for (int i = 0; i < 10_000; i++) {
			assertThat(this.account.windowUpdate(true, 1)).isTrue();
			assertThat(this.account.windowUpdate(false, 1)).isTrue();
		}
		assertThat(this.account.windowUpdate(true, 1)).isFalse();
		assertThat(this.account.breach()).contains("WINDOW_UPDATE");
	}

	@Test
	void aGrantBeyondTheBytesThatWereSentBringsNothingButIsPaidFor() {
		assertThat(this.account.windowUpdate(true, Integer.MAX_VALUE - 65_535)).isTrue();
		assertThat(spendAll()).isEqualTo(999);
	}

	@Test
	void contentOfAnAbandonedStreamIsFreeWithinItsWindow() {
		this.account.gaveUp(5_000);
		spendAll();
		for (int i = 0; i < 5_000; i++) {
			assertThat(this.account.lateContent(1)).isTrue();
		}
		for (int i = 0; i < 6; i++) {
			assertThat(this.account.late("HEADERS")).isTrue();
		}
		assertThat(this.account.lateContent(1)).isFalse();
		assertThat(this.account.breach()).contains("DATA");
	}

	@Test
	void eachRequestPaysForTwoLateFrames() {
		spendAll();
		this.account.requested();
		assertThat(this.account.late("RST_STREAM")).isTrue();
		assertThat(this.account.lateWindowUpdate(7)).isTrue();
		assertThat(this.account.late("RST_STREAM")).isFalse();
	}

	@Test
	void emptyContentOfAStreamThatIsOverIsNotWithinItsWindow() {
		this.account.gaveUp(1 << 20);
		int frames = 0;
		while (this.account.lateContent(0)) {
			frames++;
		}
		assertThat(frames).isEqualTo(1006);
	}

	// What costs an answer

	@Test
	void answersThatThePeerDoesNotReadAreBounded() {
		int answers = 0;
		while (this.account.answered("PING", ANSWER)) {
			this.account.responded();
			this.burst.incrementAndGet();
			answers++;
		}
		assertThat(answers).isEqualTo(64 * 1024 / ANSWER);
		assertThat(this.account.breach()).contains("does not read", "65552", "65536", "PING");
	}

	@Test
	void answersThatItReadsAreNot() {
		for (int i = 0; i < 20_000; i++) {
			assertThat(this.account.answered("PING", ANSWER)).isTrue();
			this.account.responded();
			this.written.set(this.burst.getAndIncrement());
		}
	}

	private int spendAll() {
		int spent = 0;
		while (this.account.useless("frame")) {
			spent++;
		}
		return spent;
	}

}

package io.conpool.connection.http2;

import java.time.Duration;

import io.conpool.connection.http2.ClockedConnection.Call;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.conpool.connection.http2.ClockedConnection.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Our PINGs: how often they are sent, and what their answers and the lack of them mean
 * (RFC 9113 section 6.7).
 */
class PingsTests {

	private static final H2Error TIMEOUT = new H2Error.Timeout(Duration.ofSeconds(30), true);

	private static final H2Error CANCELLED = new H2Error.Cancelled(true);

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final int CAPACITY = 1_000;

	// Of streams whose request is complete.
	private static final int RESETS_AT_ONCE = 80;

	private ClockedConnection client;

	@BeforeEach
	void open() throws Exception {
		this.client = new ClockedConnection(Http2Config.defaults());
	}

	@AfterEach
	void close() throws Exception {
		this.client.close();
	}

	@Test
	void anAnswerWithAnotherPayloadIsNone() throws Exception {
		cancelled(CANCELLED);
		Frame ping = this.client.ping();
		this.client.peer.send(Frame.PING, Frame.ACK, 0, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 });
		this.client.sent();
		assertThat(heldSlots()).isOne();
		this.client.answer(ping);
		this.client.sent();
		assertThat(heldSlots()).isZero();
	}

	@Test
	void oneIsUnderWayAtATimeAndTheNextCoversAllThatWaited() throws Exception {
		cancelled(CANCELLED);
		Frame ping = this.client.ping();
		this.client.peer.headers(hang().id, true, ":status", "200");
		cancelled(CANCELLED);
		cancelled(CANCELLED);
		assertThat(this.client.sent()).isEmpty();
		assertThat(heldSlots()).isEqualTo(3);
		this.client.answer(ping);
		Frame next = this.client.ping();
		assertThat(next.payload()).isNotEqualTo(ping.payload());
		assertThat(heldSlots()).isEqualTo(2);
		this.client.answer(next);
		this.client.sent();
		assertThat(heldSlots()).isZero();
	}

	@Test
	void withoutHeadersOrDataTheyBecomeRare() throws Exception {
		answerTo(cancelled(CANCELLED));
		for (int i = 0; i < 2; i++) {
			cancelled(CANCELLED);
			assertThat(this.client.sent()).isEmpty();
			this.client.clock.advance(Duration.ofSeconds(10));
			answerTo(cancelled(CANCELLED));
		}
		this.client.clock.advance(Duration.ofSeconds(299));
		cancelled(CANCELLED);
		assertThat(this.client.sent()).isEmpty();
		this.client.clock.advance(SECOND);
		answerTo(cancelled(CANCELLED));
	}

	@Test
	void afterHeadersThereMayBeAnotherAtOnce() throws Exception {
		answerTo(cancelled(CANCELLED));
		Call other = hang();
		Call call = cancelled(CANCELLED);
		assertThat(this.client.sent()).isEmpty();
		this.client.peer.headers(other.id, false, ":status", "200");
		answerTo(call);
	}

	@Test
	void aPeerThatSendsNothingAfterAPingIsSuspectAndThenGone() throws Exception {
		Call other = hang();
		cancelled(CANCELLED);
		this.client.ping();
		this.client.clock.advance(Duration.ofMillis(999));
		this.client.settle();
		assertThat(this.client.connection().isSuspect()).isFalse();
		this.client.clock.advance(Duration.ofMillis(1));
		this.client.settle();
		assertThat(this.client.connection().isSuspect()).isTrue();
		// Half a second after the reset the slot was free.
		assertThat(this.client.changes).hasValue(2);
		assertThat(this.client.connection()).hasToString(
				"[" + this.client.connection().id() + "] " + this.client.connection().endpoint() + " OPEN, suspect");
		this.client.clock.advance(Duration.ofSeconds(9));
		H2Error gone = new H2Error.KeepAliveTimeout(this.client.connection().endpoint(), Duration.ofSeconds(10));
		assertThat(get(other.failure)).isEqualTo(gone);
		assertThat(get(this.client.drained)).isEqualTo(gone);
		assertThat(this.client.peer.expectGoAwayAndClose()).isEqualTo(Http2ErrorCode.NO_ERROR.code());
	}

	@Test
	void whateverThePeerSendsShowsThatItLives() throws Exception {
		cancelled(CANCELLED);
		Frame ping = this.client.ping();
		this.client.clock.advance(SECOND);
		this.client.settle();
		assertThat(this.client.connection().isSuspect()).isTrue();
		this.client.peer.roundTrip();
		assertThat(this.client.connection().isSuspect()).isFalse();
		assertThat(this.client.changes).hasValue(3);
		this.client.clock.advance(Duration.ofSeconds(9));
		this.client.peer.roundTrip();
		this.client.clock.advance(Duration.ofSeconds(9));
		this.client.settle();
		this.client.answer(ping);
		this.client.sent();
		assertThat(this.client.connection().isHealthy()).isTrue();
	}

	@Test
	void aStreamThatTimedOutWithoutAByteMakesTheConnectionSuspectAtOnce() throws Exception {
		cancelled(TIMEOUT);
		Frame ping = this.client.ping();
		this.client.settle();
		assertThat(this.client.connection().isSuspect()).isTrue();
		this.client.answer(ping);
		this.client.sent();
		assertThat(this.client.connection().isSuspect()).isFalse();
		assertThat(this.client.connection().isHealthy()).isTrue();
	}

	@Test
	void itDoesSoBeforeAnybodyElseHearsOfTheTimeout() throws Exception {
		Call call = hang();
		Runnable goOn = this.client.holdLoop();
		call.exchange.cancel(TIMEOUT);
		assertThat(this.client.connection().isSuspect()).isTrue();
		assertThat(this.client.changes).hasValue(1);
		goOn.run();
		assertThat(get(call.failure)).isEqualTo(TIMEOUT);
	}

	@Test
	void aStreamThatTimedOutOnAPeerThatWasHeardMeanwhileDoesNot() throws Exception {
		Call call = hang();
		this.client.peer.roundTrip();
		call.exchange.cancel(TIMEOUT);
		this.client.peer.expectReset(call.id);
		this.client.ping();
		this.client.settle();
		assertThat(this.client.connection().isSuspect()).isFalse();
	}

	@Test
	void aCancelledStreamAloneDoesNot() throws Exception {
		cancelled(CANCELLED);
		this.client.ping();
		this.client.settle();
		assertThat(this.client.connection().isSuspect()).isFalse();
	}

	@Test
	void aSuspectConnectionIsProbedAlsoWherePingsHaveBecomeRare() throws Exception {
		for (int i = 0; i < 3; i++) {
			answerTo(cancelled(CANCELLED));
			this.client.clock.advance(Duration.ofSeconds(10));
		}
		this.client.settle();
		cancelled(CANCELLED);
		assertThat(this.client.sent()).isEmpty();
		cancelled(TIMEOUT);
		answerToPing();
		assertThat(this.client.connection().isSuspect()).isFalse();
	}

	@Test
	void aStreamThatTimesOutWithoutBudgetForItsResetIsProbedForAtOnce() throws Exception {
		cancelled(CANCELLED);
		Frame ping = this.client.ping();
		for (int i = 1; i < RESETS_AT_ONCE; i++) {
			cancelled(CANCELLED);
		}
		this.client.answer(ping);
		this.client.peer.headers(hang().id, true, ":status", "200");
		answerToPing();
		this.client.peer.headers(hang().id, true, ":status", "200");
		this.client.sent();
		Call call = hang();
		call.exchange.cancel(TIMEOUT);
		this.client.ping();
		this.client.settle();
		assertThat(this.client.connection().isSuspect()).isTrue();
	}

	@Test
	void streamsInARowThatTimeOutWithoutAnAnswerMakeItSuspectWhateverElseThePeerSends() throws Exception {
		for (int i = 0; i < 3; i++) {
			assertThat(this.client.connection().isSuspect()).isFalse();
			timeOutOnAPeerThatIsHeard();
		}
		assertThat(this.client.connection().isSuspect()).isTrue();
		this.client.peer.roundTrip();
		assertThat(this.client.connection().isSuspect()).isTrue();
		this.client.peer.headers(hang().id, true, ":status", "200");
		this.client.sent();
		assertThat(this.client.connection().isSuspect()).isFalse();
	}

	@Test
	void thatSuspicionLapsesSoThatTheNextCallsCanTell() throws Exception {
		for (int i = 0; i < 3; i++) {
			timeOutOnAPeerThatIsHeard();
		}
		this.client.peer.roundTrip();
		this.client.clock.advance(Duration.ofSeconds(10).minusNanos(1));
		this.client.settle();
		assertThat(this.client.connection().isSuspect()).isTrue();
		this.client.clock.advance(Duration.ofNanos(1));
		this.client.settle();
		assertThat(this.client.connection().isSuspect()).isFalse();
		timeOutOnAPeerThatIsHeard();
		assertThat(this.client.connection().isSuspect()).isFalse();
	}

	@Test
	void anAnswerBetweenTimeoutsKeepsItFromBeingSuspect() throws Exception {
		for (int i = 0; i < 5; i++) {
			timeOutOnAPeerThatIsHeard();
			timeOutOnAPeerThatIsHeard();
			this.client.peer.headers(hang().id, true, ":status", "200");
			this.client.sent();
			assertThat(this.client.connection().isSuspect()).isFalse();
		}
	}

	private void timeOutOnAPeerThatIsHeard() throws Exception {
		Call call = hang();
		this.client.peer.windowUpdate(0, 1);
		this.client.sent();
		call.exchange.cancel(TIMEOUT);
		this.client.peer.expectReset(call.id);
		for (Frame frame : this.client.sent()) {
			this.client.answer(frame);
		}
		this.client.sent();
	}

	private Call hang() throws Exception {
		return this.client.call();
	}

	/** A stream that was reset. */
	private Call cancelled(H2Error reason) throws Exception {
		Call call = this.client.call();
		call.exchange.cancel(reason);
		assertThat(this.client.peer.expectReset(call.id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		return call;
	}

	private void answerTo(Call call) throws Exception {
		get(call.closed);
		answerToPing();
		assertThat(heldSlots()).isZero();
	}

	private void answerToPing() throws Exception {
		this.client.answer(this.client.ping());
		this.client.sent();
	}

	private int heldSlots() {
		return CAPACITY - this.client.connection().accessMode().capacity();
	}

}

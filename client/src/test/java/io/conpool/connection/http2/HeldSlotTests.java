package io.conpool.connection.http2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
 * A stream that was reset keeps its slot for a round trip or half a second, and its call
 * does not wait for it.
 */
class HeldSlotTests {

	private static final Duration HOLD = Duration.ofMillis(500);

	private static final Duration REFILL = Duration.ofMillis(333);

	private static final int CAPACITY = 1_000;

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
	void theCallGivesItsConnectionBackAtOnce() throws Exception {
		Call call = this.client.call();
		call.exchange.cancel(new H2Error.Cancelled(true));
		get(call.closed);
		get(call.failure);
		assertThat(capacity()).isEqualTo(CAPACITY - 1);
		assertThat(this.client.connection().openStreams()).isOne();
	}

	@Test
	void theAnswerToOnePingFreesTheSlotsOfAllThatWereResetBeforeIt() throws Exception {
		List<Call> calls = calls(5);
		cancel(calls);
		Frame ping = null;
		for (int resets = 0; ping == null;) {
			Frame frame = this.client.peer.read();
			if (frame.type() == Frame.PING) {
				assertThat(resets).isEqualTo(5);
				ping = frame;
			}
			else {
				assertThat(frame.type()).isEqualTo(Frame.RST_STREAM);
				resets++;
			}
		}
		assertThat(capacity()).isEqualTo(CAPACITY - 5);
		int changes = this.client.changes.get();
		this.client.answer(ping);
		this.client.peer.roundTrip();
		assertThat(capacity()).isEqualTo(CAPACITY);
		assertThat(this.client.connection().openStreams()).isZero();
		assertThat(this.client.changes).hasValueGreaterThan(changes);
	}

	@Test
	void withoutAnAnswerTheSlotIsFreeAfterHalfASecond() throws Exception {
		cancel(calls(1));
		this.client.settle();
		pass(HOLD.minusNanos(1));
		assertThat(capacity()).isEqualTo(CAPACITY - 1);
		pass(Duration.ofNanos(1));
		assertThat(capacity()).isEqualTo(CAPACITY);
		assertThat(this.client.retired).isNotDone();
	}

	@Test
	void whereNoPingIsToleratedAnyMoreItIsFreeAsSoon() throws Exception {
		for (int i = 0; i < 20; i++) {
			cancel(calls(1));
			this.client.sent().forEach(this::answerIfPing);
			pass(HOLD);
			assertThat(capacity()).isEqualTo(CAPACITY);
		}
	}

	@Test
	void whatTheServerStillSendsMayEndTheStreamBefore() throws Exception {
		Call call = this.client.call();
		cancel(List.of(call));
		this.client.sent();
		this.client.peer.respond(call.id, "late");
		this.client.sent();
		assertThat(capacity()).isEqualTo(CAPACITY);
	}

	@Test
	void resetsBeyondTheBudgetWaitAndASuccessorIsToServe() throws Exception {
		cancel(calls(83));
		assertThat(resets()).isEqualTo(80);
		assertThat(this.client.retired).isNotDone();
		cancel(calls(1));
		assertThat(get(this.client.retired)).isEqualTo("resets wait to be sent");
		assertThat(resets()).isZero();
		assertThat(capacity()).isEqualTo(CAPACITY - 84);
		pass(HOLD);
		assertThat(resets()).isOne();
		assertThat(capacity()).isEqualTo(CAPACITY - 4);
	}

	@Test
	void oneMoreIsSentWithEachThirdOfASecond() throws Exception {
		cancel(calls(82));
		assertThat(resets()).isEqualTo(80);
		pass(REFILL);
		assertThat(resets()).isEqualTo(1);
		pass(REFILL);
		assertThat(resets()).isEqualTo(1);
		pass(HOLD);
		assertThat(capacity()).isEqualTo(CAPACITY);
	}

	@Test
	void thoseOfUnfinishedUploadsGoFirst() throws Exception {
		cancel(calls(90));
		assertThat(resets()).isEqualTo(80);
		List<Call> uploads = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			uploads.add(this.client.upload());
		}
		cancel(uploads);
		assertThat(resets()).isEqualTo(20);
		cancel(List.of(this.client.upload()));
		assertThat(resets()).isZero();
		pass(REFILL);
		assertThat(resets()).isOne();
	}

	private List<Call> calls(int number) throws Exception {
		List<Call> calls = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			calls.add(this.client.call());
		}
		return calls;
	}

	private static void cancel(List<Call> calls) {
		calls.forEach((call) -> call.exchange.cancel(new H2Error.Cancelled(true)));
	}

	private long resets() throws Exception {
		return this.client.sent()
			.stream()
			.filter((frame) -> frame.type() == Frame.RST_STREAM)
			.peek((frame) -> assertThat(Http2ErrorCode.of(frame.payload()[3])).isEqualTo(Http2ErrorCode.CANCEL))
			.count();
	}

	private void answerIfPing(Frame frame) {
		try {
			if (frame.type() == Frame.PING) {
				this.client.answer(frame);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private int capacity() {
		return this.client.connection().accessMode().capacity();
	}

	private void pass(Duration time) throws Exception {
		this.client.clock.advance(time);
		this.client.settle();
	}

}

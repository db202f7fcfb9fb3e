package io.conpool.connection.http2;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.conpool.error.H2Error;
import io.conpool.http.Exchange;
import io.conpool.http.RequestBody;
import io.conpool.testing.Frame;
import io.conpool.testing.ScriptedPublisher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How content is divided into DATA frames (RFC 9113 section 6.1), and which frames go
 * first.
 */
class OutboundDataTests {

	private static final int INITIAL_WINDOW_SIZE = 4;

	private static final int MAX_FRAME_SIZE = 5;

	private static final int LARGEST_WINDOW = Integer.MAX_VALUE;

	private static final byte[] EVENT = new byte[20];

	private EmbeddedConnection connection = new EmbeddedConnection();

	@AfterEach
	void close() {
		this.connection.close();
	}

	@Test
	void shortBuffersThatArriveTogetherAreOneFrame() {
		this.connection.post(body(ScriptedPublisher.of(10, 20).complete()));
		List<Frame> data = this.connection.data();
		assertThat(data).hasSize(1);
		assertContent(data, 200);
	}

	@Test
	void shortBuffersThatFollowEachOtherAreTwoFramesAtMost() {
		ScriptedPublisher publisher = new ScriptedPublisher();
		this.connection.post(body(publisher));
		for (int i = 0; i < 10; i++) {
			publisher.offer(EVENT);
			this.connection.settle();
		}
		publisher.complete();
		this.connection.settle();
		assertThat(this.connection.data()).extracting(Frame::length).containsExactly(20, 180);
	}

	@Test
	void anEventGoesAtOnceWhenNoneWasSentShortlyBefore() {
		ScriptedPublisher publisher = new ScriptedPublisher();
		this.connection.post(body(publisher));
		for (int i = 0; i < 10; i++) {
			publisher.offer(EVENT);
			this.connection.settle();
			assertThat(this.connection.data()).extracting(Frame::length).containsExactly(20);
			this.connection.advance(2, TimeUnit.MILLISECONDS);
		}
		assertThat(this.connection.hasTimer()).isFalse();
	}

	@Test
	void anEventShortlyAfterAnotherWaitsForTwoMilliseconds() {
		ScriptedPublisher publisher = new ScriptedPublisher();
		this.connection.post(body(publisher));
		publisher.offer(EVENT);
		this.connection.settle();
		publisher.offer(EVENT).offer(EVENT);
		this.connection.settle();
		assertThat(this.connection.data()).extracting(Frame::length).containsExactly(20);
		this.connection.advance(2, TimeUnit.MILLISECONDS);
		assertThat(this.connection.data()).extracting(Frame::length).containsExactly(40);
		assertThat(this.connection.hasTimer()).isFalse();
	}

	@Test
	void whatIsHeldGoesWhenItIsAFrame() {
		ScriptedPublisher publisher = new ScriptedPublisher();
		this.connection.post(body(publisher));
		publisher.offer(EVENT);
		this.connection.settle();
		publisher.offer(EVENT);
		this.connection.settle();
		publisher.offer(new byte[5_000]);
		this.connection.settle();
		assertThat(this.connection.data()).extracting(Frame::length).containsExactly(20);
		publisher.offer(new byte[12_000]);
		this.connection.settle();
		assertThat(this.connection.data()).extracting(Frame::length).containsExactly(16_384);
	}

	@Test
	void aPublisherOfShortBuffersFillsWholeFrames() {
		this.connection.post(body(ScriptedPublisher.of(3_000, 20).complete()));
		List<Frame> data = this.connection.data();
		assertThat(data).extracting(Frame::length).containsExactly(16_384, 16_384, 16_384, 10_848);
		assertContent(data, 60_000);
	}

	@Test
	void aPublisherOfLargeBuffersIsAskedForFew() {
		ScriptedPublisher publisher = ScriptedPublisher.of(100, 64 * 1024);
		this.connection.post(body(publisher));
		assertThat(publisher.largestDemand()).isEqualTo(4);
		assertContentSoFar(this.connection.data(), 65_535);
		// What the window took was asked for anew; nothing else was.
		grant(1 << 20);
		assertThat(publisher.largestDemand()).isEqualTo(4);
	}

	@Test
	void aPublisherThatIsNotReadIsHeldBack() {
		ScriptedPublisher publisher = ScriptedPublisher.of(100_000, 20);
		this.connection.socketTakes(false);
		this.connection.post(body(publisher));
		// What was written before the socket refused, two frames, and what was asked for.
		assertThat(publisher.largestDemand()).isLessThanOrEqualTo(128);
		assertThat(publisher.delivered() * 20).isLessThanOrEqualTo(65_535 + 2 * 16_384 + 128 * 20);
		this.connection.socketTakes(true);
		int sent = this.connection.data().stream().mapToInt(Frame::length).sum();
		assertThat(sent).isEqualTo(65_535);
	}

	@Test
	void emptyBuffersAreNoFrames() {
		ScriptedPublisher publisher = ScriptedPublisher.of(1_000, 0);
		this.connection.post(body(publisher));
		publisher.offer(EVENT).complete();
		this.connection.settle();
		assertThat(this.connection.data()).extracting(Frame::length).containsExactly(20);
	}

	@Test
	void aSmallWindowIsAFullFrame() {
		this.connection = replaced(new EmbeddedConnection(INITIAL_WINDOW_SIZE, 5));
		ScriptedPublisher publisher = new ScriptedPublisher();
		this.connection.post(body(publisher));
		publisher.offer(EVENT);
		this.connection.settle();
		for (int i = 0; i < 3; i++) {
			assertThat(this.connection.data()).extracting(Frame::length).containsExactly(5);
			this.connection.receive(windowUpdate(1, 5));
		}
		publisher.complete();
		this.connection.settle();
		List<Frame> last = this.connection.data();
		assertThat(last).extracting(Frame::length).containsExactly(5, 0);
	}

	@Test
	void aStreamThatIsHeldKeepsNoOtherWaiting() {
		ScriptedPublisher publisher = new ScriptedPublisher();
		this.connection.post(body(publisher));
		publisher.offer(EVENT);
		this.connection.settle();
		publisher.offer(EVENT);
		this.connection.settle();
		assertThat(this.connection.data()).hasSize(1);
		this.connection.post(RequestBody.utf8("other"));
		assertThat(this.connection.data()).extracting(Frame::text).containsExactly("other");
	}

	@Test
	void aStreamThatEndsWhileItIsHeldSendsNothing() {
		ScriptedPublisher publisher = new ScriptedPublisher();
		Exchange exchange = this.connection.post(body(publisher));
		publisher.offer(EVENT);
		this.connection.settle();
		publisher.offer(EVENT);
		this.connection.settle();
		assertThat(this.connection.data()).hasSize(1);
		exchange.cancel(new H2Error.Cancelled(true));
		this.connection.settle();
		this.connection.advance(2, TimeUnit.MILLISECONDS);
		assertThat(this.connection.data()).isEmpty();
		assertThat(publisher.isCancelled()).isTrue();
		assertThat(this.connection.hasTimer()).isFalse();
	}

	@Test
	void aConnectionThatEndsWhileAStreamIsHeldLeavesNoTimer() {
		ScriptedPublisher publisher = new ScriptedPublisher();
		this.connection.post(body(publisher));
		publisher.offer(EVENT);
		this.connection.settle();
		publisher.offer(EVENT);
		this.connection.settle();
		assertThat(this.connection.hasTimer()).isTrue();
		this.connection.drop();
		assertThat(this.connection.failure).isCompleted();
		assertThat(this.connection.hasTimer()).isFalse();
	}

	@Test
	void noFrameIsLargerThan64KiBWhateverThePeerAccepts() {
		this.connection = replaced(
				new EmbeddedConnection(MAX_FRAME_SIZE, 8 << 20, INITIAL_WINDOW_SIZE, LARGEST_WINDOW));
		grantConnection();
		this.connection.post(RequestBody.bytes(new byte[10 << 20]));
		List<Frame> data = this.connection.data();
		assertThat(data).allMatch((frame) -> frame.length() <= 64 * 1024);
		assertContentLength(data, 10 << 20);
	}

	@Test
	void aPeerThatAcceptsLargerFramesNeedNotWaitForOne() {
		this.connection = replaced(
				new EmbeddedConnection(MAX_FRAME_SIZE, 8 << 20, INITIAL_WINDOW_SIZE, LARGEST_WINDOW));
		grantConnection();
		this.connection.post(body(ScriptedPublisher.of(10_000, 20).complete()));
		assertContentLength(this.connection.data(), 200_000);
	}

	@Test
	void answersDoNotWaitBehindData() {
		this.connection = replaced(new EmbeddedConnection(INITIAL_WINDOW_SIZE, LARGEST_WINDOW));
		grantConnection();
		this.connection.socketTakes(false);
		this.connection.post(RequestBody.bytes(new byte[10 << 20]));
		this.connection.receive(new Frame(Frame.PING, 0, 0, new byte[8]));
		this.connection.socketTakes(true);
		int before = 0;
		for (Frame frame : this.connection.frames()) {
			if (frame.type() == Frame.PING) {
				break;
			}
			before += frame.length();
		}
		// A burst makes the channel unwritable, and none follows.
		assertThat(before).isBetween(64 * 1024, 64 * 1024 + 2 * 16_384);
	}

	private EmbeddedConnection replaced(EmbeddedConnection other) {
		this.connection.close();
		return other;
	}

	private void grant(int bytes) {
		this.connection.receive(windowUpdate(0, bytes));
		this.connection.receive(windowUpdate(1, bytes));
	}

	private void grantConnection() {
		this.connection.receive(windowUpdate(0, LARGEST_WINDOW - 65_535));
	}

	private static Frame windowUpdate(int streamId, int increment) {
		return new Frame(Frame.WINDOW_UPDATE, 0, streamId, ByteBuffer.allocate(4).putInt(increment).array());
	}

	private static RequestBody body(ScriptedPublisher publisher) {
		return RequestBody.publisher(publisher, -1);
	}

	/**
	 * All of what {@link ScriptedPublisher#of} delivers, and its end in the last frame.
	 */
	private static void assertContent(List<Frame> data, int length) {
		assertContentSoFar(data, length);
		assertContentLength(data, length);
	}

	private static void assertContentLength(List<Frame> data, int length) {
		assertThat(data.stream().mapToInt(Frame::length).sum()).isEqualTo(length);
		assertThat(data.get(data.size() - 1).is(Frame.END_STREAM)).isTrue();
		assertThat(data).allMatch((frame) -> frame.length() > 0);
	}

	private static void assertContentSoFar(List<Frame> data, int length) {
		List<Byte> content = new ArrayList<>();
		for (Frame frame : data) {
			for (byte next : frame.payload()) {
				content.add(next);
			}
		}
		assertThat(content).hasSize(length);
		for (int i = 0; i < length; i++) {
			assertThat(content.get(i)).isEqualTo((byte) (i & 0x7f));
		}
	}

}

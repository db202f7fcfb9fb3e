package io.conpool.wire;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.conpool.error.Http2ErrorCode.ENHANCE_YOUR_CALM;
import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames that cost work and bring nothing are bounded (RFC 9113 section 10.5): a peer has
 * a budget of 1,000 of them. Floods of CONTINUATION are in {@link ContinuationTests}.
 */
class FloodTests extends WireTest {

	private static final int MORE_THAN_THE_BUDGET = 1_500;

	// 42 bytes each, of 256 KiB.
	private static final int MORE_THAN_THEIR_BYTES = 6_300;

	// :status 103 as a literal that is not indexed, so that it can be repeated.
	private static final byte[] INFORMATIONAL = { 0x08, 0x03, '1', '0', '3' };

	private static final byte[] NO_STATUS = { 0x00, 0x01, 'X', 0x01, 'y' };

	static Stream<Arguments> floods() {
		return Stream.of(flood("PING", new Frame(Frame.PING, 0, 0, new byte[8])),
				flood("PING that answers nothing", new Frame(Frame.PING, Frame.ACK, 0, new byte[8])),
				flood("SETTINGS", new Frame(Frame.SETTINGS, 0, 0, new byte[0])),
				flood("SETTINGS that change", new Frame(Frame.SETTINGS, 0, 0, new byte[] { 0, 1, 0, 0, 0, 9 })),
				flood("SETTINGS that acknowledge nothing", new Frame(Frame.SETTINGS, Frame.ACK, 0, new byte[0])),
				flood("PRIORITY", new Frame(Frame.PRIORITY, 0, 1, new byte[] { 0, 0, 0, 0, 1 })),
				flood("PRIORITY that depends on itself", new Frame(Frame.PRIORITY, 0, 1, new byte[] { 0, 0, 0, 1, 1 })),
				flood("WINDOW_UPDATE", new Frame(Frame.WINDOW_UPDATE, 0, 1, new byte[] { 0, 0, 0, 1 })),
				flood("WINDOW_UPDATE of the connection",
						new Frame(Frame.WINDOW_UPDATE, 0, 0, new byte[] { 0, 0, 0, 1 })),
				flood("unknown", new Frame(0x42, 0, 0, new byte[1])));
	}

	private static Arguments flood(String name, Frame frame) {
		return Arguments.of(name, frame);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("floods")
	void aFloodEndsTheConnection(String name, Frame frame) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake().expectRequest();
		this.peer.flood(frame, MORE_THAN_THE_BUDGET);
		assertTheConnectionFails(response, ENHANCE_YOUR_CALM);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("floods")
	void aFewHundredAreNoFlood(String name, Frame frame) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.flood(frame, 500);
		this.peer.respond(id, "alive");
		assertThat(await(response).bodyAsString()).isEqualTo("alive");
	}

	@Test
	void goAwayIsBoundedToo() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake().expectRequest();
		this.peer.flood(new Frame(Frame.GOAWAY, 0, 0, new byte[] { 0, 0, 0, 9, 0, 0, 0, 0 }), MORE_THAN_THE_BUDGET);
		assertTheConnectionFails(response, ENHANCE_YOUR_CALM);
	}

	static Stream<Arguments> floodsOfAStreamThatIsOver() {
		return Stream.of(flood("DATA", new Frame(Frame.DATA, 0, 1, new byte[1])),
				flood("empty DATA", new Frame(Frame.DATA, 0, 1, new byte[0])),
				flood("HEADERS", new Frame(Frame.HEADERS, Frame.END_HEADERS, 1, INFORMATIONAL)),
				flood("malformed HEADERS", new Frame(Frame.HEADERS, Frame.END_HEADERS, 1, NO_STATUS)),
				flood("RST_STREAM", new Frame(Frame.RST_STREAM, 0, 1, new byte[4])),
				flood("WINDOW_UPDATE", new Frame(Frame.WINDOW_UPDATE, 0, 1, new byte[] { 0, 0, 0, 1 })),
				flood("WINDOW_UPDATE of 0", new Frame(Frame.WINDOW_UPDATE, 0, 1, new byte[4])),
				flood("PRIORITY of a wrong length", new Frame(Frame.PRIORITY, 0, 1, new byte[4])));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("floodsOfAStreamThatIsOver")
	void aFloodOnAStreamThatIsOverEndsTheConnection(String name, Frame frame) throws Exception {
		CompletableFuture<H2Response> first = this.client.get(this.peer);
		this.peer.handshake().respond(this.peer.expectRequest(), "over");
		await(first);
		CompletableFuture<H2Response> second = this.client.get(this.peer);
		this.peer.expectRequest();
		this.peer.flood(frame, MORE_THAN_THE_BUDGET);
		assertTheConnectionFails(second, ENHANCE_YOUR_CALM);
	}

	static Stream<Arguments> floodsOfAStreamThatWeHaveReset() {
		return floodsOfAStreamThatIsOver().filter((flood) -> !flood.get()[0].equals("DATA"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("floodsOfAStreamThatWeHaveReset")
	void aFloodOnAStreamThatWeHaveResetEndsTheConnection(String name, Frame frame) throws Exception {
		CompletableFuture<H2Response> cancelled = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		CompletableFuture<H2Response> other = this.client.get(this.peer);
		this.peer.expectRequest();
		cancelled.cancel(true);
		this.peer.expectReset(id);
		this.peer.flood(frame, MORE_THAN_THE_BUDGET);
		assertTheConnectionFails(other, ENHANCE_YOUR_CALM);
	}

	@Test
	void contentOfAStreamThatWeHaveResetIsNoFloodWithinItsWindow() throws Exception {
		CompletableFuture<H2Response> cancelled = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		cancelled.cancel(true);
		this.peer.expectReset(id);
		this.peer.flood(new Frame(Frame.DATA, 0, id, new byte[1]), 100_000);
		assertTheConnectionLives();
	}

	@Test
	void contentOfAStreamThatWeHaveResetIsAFloodBeyondItsWindow() throws Exception {
		CompletableFuture<H2Response> cancelled = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		CompletableFuture<H2Response> other = this.client.get(this.peer);
		this.peer.expectRequest();
		cancelled.cancel(true);
		this.peer.expectReset(id);
		this.peer.roundTrip();
		this.peer.flood(new Frame(Frame.DATA, 0, id, new byte[16_384]), 64 + MORE_THAN_THE_BUDGET);
		assertTheConnectionFails(other, ENHANCE_YOUR_CALM);
	}

	@Test
	void emptyDataThatNeverEndsTheResponseEndsTheConnection() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200");
		this.peer.flood(new Frame(Frame.DATA, 0, id, new byte[0]), MORE_THAN_THE_BUDGET);
		assertTheConnectionFails(response, ENHANCE_YOUR_CALM);
	}

	@Test
	void paddingWithoutContentEndsTheConnection() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200");
		this.peer.flood(new Frame(Frame.DATA, 0x8, id, new byte[] { 1, 0 }), MORE_THAN_THE_BUDGET);
		assertTheConnectionFails(response, ENHANCE_YOUR_CALM);
	}

	@Test
	void informationalResponsesWithoutEndCostTheirStreamFirst() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.flood(new Frame(Frame.HEADERS, Frame.END_HEADERS, id, INFORMATIONAL), MORE_THAN_THEIR_BYTES);
		H2Error error = assertOnlyTheStreamFails(response, id, ENHANCE_YOUR_CALM);
		assertThat(error).isInstanceOf(H2Error.MalformedResponse.class);
	}

	@Test
	void informationalResponsesThatGoOnEndTheConnection() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		CompletableFuture<H2Response> other = this.client.get(this.peer);
		this.peer.expectRequest();
		this.peer.flood(new Frame(Frame.HEADERS, Frame.END_HEADERS, id, INFORMATIONAL),
				MORE_THAN_THEIR_BYTES + MORE_THAN_THE_BUDGET);
		assertThat(Http2ErrorCode.of(this.peer.expectReset(id))).isEqualTo(ENHANCE_YOUR_CALM);
		assertThat(error(response)).isInstanceOf(H2Error.MalformedResponse.class);
		assertTheConnectionFails(other, ENHANCE_YOUR_CALM);
	}

	@Test
	void resetsOfEveryRequestCostTheirStreamsOnly() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake().reset(this.peer.expectRequest(), Http2ErrorCode.CANCEL.code());
		assertThat(error(response)).isInstanceOf(H2Error.StreamReset.class);
		for (int i = 0; i < 1_100; i++) {
			CompletableFuture<H2Response> next = this.client.get(this.peer);
			this.peer.reset(this.peer.expectRequest(), Http2ErrorCode.CANCEL.code());
			assertThat(error(next)).isInstanceOf(H2Error.StreamReset.class);
		}
		assertTheConnectionLives();
	}

}

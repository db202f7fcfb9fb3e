package io.conpool.wire;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import io.conpool.testing.FramePeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames that cost work and bring nothing are bounded (RFC 9113 section 10.5).
 */
class FloodTests {

	// :status 103 as a literal that is not indexed, so that it can be repeated.
	private static final byte[] INTERIM = { 0x08, 0x03, '1', '0', '3' };

	// A literal that is not indexed.
	private static final byte[] UPPER_CASE = { 0x00, 0x01, 'A', 0x01, 'b' };

	static Stream<Arguments> floods() {
		return Stream.of(flood("PING", new Frame(Frame.PING, 0, 0, new byte[8])),
				flood("SETTINGS", new Frame(Frame.SETTINGS, 0, 0, new byte[0])),
				flood("PRIORITY", new Frame(Frame.PRIORITY, 0, 1, new byte[] { 0, 0, 0, 0, 1 })),
				flood("WINDOW_UPDATE", new Frame(Frame.WINDOW_UPDATE, 0, 1, new byte[] { 0, 0, 0, 1 })),
				flood("unknown", new Frame(0x42, 0, 0, new byte[1])));
	}

	private static Arguments flood(String name, Frame frame) {
		return Arguments.of(name, frame);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("floods")
	void aFloodEndsTheConnection(String name, Frame frame) throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = new ClientUnderTest()) {
			CompletableFuture<H2Response> response = client.get(peer);
			peer.handshake().expectRequest();
			send(peer, frame, 100_000);
			assertThat(error(response)).isInstanceOfSatisfying(H2Error.ProtocolError.class,
					(breach) -> assertThat(breach.code()).isEqualTo(Http2ErrorCode.ENHANCE_YOUR_CALM));
			assertThat(client.openStreams()).isZero();
		}
	}

	static Stream<Arguments> floodsOfAStream() {
		return Stream.of(flood("empty DATA", new Frame(Frame.DATA, 0, 1, new byte[0])),
				flood("interim HEADERS", new Frame(Frame.HEADERS, Frame.END_HEADERS, 1, INTERIM)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("floodsOfAStream")
	void aFloodOnAStreamEndsItsCall(String name, Frame frame) throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = new ClientUnderTest()) {
			CompletableFuture<H2Response> response = client.get(peer);
			int id = peer.handshake().expectRequest();
			if (frame.type() == Frame.DATA) {
				peer.headers(id, false, ":status", "200");
			}
			send(peer, frame, 100_000);
			assertThat(error(response).isUnprocessed()).isFalse();
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("floodsOfAStream")
	void aFloodOnAStreamThatIsOverEndsTheConnection(String name, Frame frame) throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = new ClientUnderTest()) {
			CompletableFuture<H2Response> first = client.get(peer);
			peer.handshake().respond(peer.expectRequest(), "over");
			ClientUnderTest.await(first);
			CompletableFuture<H2Response> second = client.get(peer);
			peer.expectRequest();
			send(peer, frame, 100_000);
			assertThat(error(second)).isInstanceOfSatisfying(H2Error.ProtocolError.class,
					(breach) -> assertThat(breach.code()).isEqualTo(Http2ErrorCode.ENHANCE_YOUR_CALM));
		}
	}

	static Stream<Arguments> malformed() {
		return Stream.of(flood("WINDOW_UPDATE of 0", new Frame(Frame.WINDOW_UPDATE, 0, 1, new byte[4])),
				flood("short PRIORITY", new Frame(Frame.PRIORITY, 0, 1, new byte[4])),
				flood("upper case HEADERS", new Frame(Frame.HEADERS, Frame.END_HEADERS, 1, UPPER_CASE)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("malformed")
	void aFloodOfMalformedFramesOnAStreamThatIsOverEndsTheConnection(String name, Frame frame) throws Exception {
		aFloodOnAStreamThatIsOverEndsTheConnection(name, frame);
	}

	@Test
	void aFloodOfSmallContinuationsEndsTheConnection() throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = new ClientUnderTest()) {
			CompletableFuture<H2Response> response = client.get(peer);
			int id = peer.handshake().expectRequest();
			peer.send(Frame.HEADERS, 0, id, INTERIM);
			send(peer, new Frame(Frame.CONTINUATION, 0, id, new byte[0]), 100_000);
			assertThat(error(response)).isInstanceOfSatisfying(H2Error.ProtocolError.class,
					(breach) -> assertThat(breach.code()).isEqualTo(Http2ErrorCode.ENHANCE_YOUR_CALM));
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("floods")
	void aFewHundredAreNoFlood(String name, Frame frame) throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = new ClientUnderTest()) {
			CompletableFuture<H2Response> response = client.get(peer);
			int id = peer.handshake().expectRequest();
			send(peer, frame, 500);
			peer.respond(id, "alive");
			assertThat(ClientUnderTest.await(response).bodyAsString()).isEqualTo("alive");
		}
	}

	/** The client closes in the middle of it. */
	private static void send(FramePeer peer, Frame frame, int times) {
		try {
			for (int i = 0; i < times; i++) {
				peer.send(frame.type(), frame.flags(), frame.streamId(), frame.payload());
			}
		}
		catch (IOException ex) {
			return;
		}
	}

}

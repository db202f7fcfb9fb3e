package io.conpool.wire;

import java.nio.charset.StandardCharsets;
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

import static io.conpool.error.Http2ErrorCode.COMPRESSION_ERROR;
import static io.conpool.error.Http2ErrorCode.FLOW_CONTROL_ERROR;
import static io.conpool.error.Http2ErrorCode.FRAME_SIZE_ERROR;
import static io.conpool.error.Http2ErrorCode.PROTOCOL_ERROR;
import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Breaches that end the connection (RFC 9113 section 5.4.1): the peer is told the code,
 * every stream ends in one error, and the next request goes over a new connection.
 */
class ProtocolBreachTests extends WireTest {

	static Stream<Arguments> breaches() {
		return Stream.of(frame("DATA on stream 0", PROTOCOL_ERROR, Frame.DATA, 0, 0, new byte[1]),
				frame("HEADERS on stream 0", PROTOCOL_ERROR, Frame.HEADERS, 4, 0, new byte[1]),
				frame("DATA on an idle stream", PROTOCOL_ERROR, Frame.DATA, 0, 99, new byte[1]),
				frame("HEADERS on an idle stream", PROTOCOL_ERROR, Frame.HEADERS, 5, 99, new byte[] { (byte) 0x88 }),
				frame("HEADERS on a stream of the server's", PROTOCOL_ERROR, Frame.HEADERS, 5, 2,
						new byte[] { (byte) 0x88 }),
				frame("RST_STREAM on an idle stream", PROTOCOL_ERROR, Frame.RST_STREAM, 0, 99, new byte[4]),
				frame("WINDOW_UPDATE on an idle stream", PROTOCOL_ERROR, Frame.WINDOW_UPDATE, 0, 99,
						new byte[] { 0, 0, 0, 1 }),
				frame("WINDOW_UPDATE of 0 on the connection", PROTOCOL_ERROR, Frame.WINDOW_UPDATE, 0, 0, new byte[4]),
				frame("WINDOW_UPDATE of a wrong length", FRAME_SIZE_ERROR, Frame.WINDOW_UPDATE, 0, 0, new byte[3]),
				frame("RST_STREAM of a wrong length", FRAME_SIZE_ERROR, Frame.RST_STREAM, 0, 1, new byte[3]),
				frame("PING of a wrong length", FRAME_SIZE_ERROR, Frame.PING, 0, 0, new byte[7]),
				frame("PING on a stream", PROTOCOL_ERROR, Frame.PING, 0, 1, new byte[8]),
				frame("SETTINGS on a stream", PROTOCOL_ERROR, Frame.SETTINGS, 0, 1, new byte[0]),
				frame("SETTINGS of a wrong length", FRAME_SIZE_ERROR, Frame.SETTINGS, 0, 0, new byte[5]),
				frame("an acknowledgement with content", FRAME_SIZE_ERROR, Frame.SETTINGS, Frame.ACK, 0, new byte[6]),
				frame("a window above 2^31-1 in SETTINGS", FLOW_CONTROL_ERROR, Frame.SETTINGS, 0, 0,
						new byte[] { 0, 4, (byte) 0x80, 0, 0, 0 }),
				frame("a frame size below 16,384 in SETTINGS", PROTOCOL_ERROR, Frame.SETTINGS, 0, 0,
						new byte[] { 0, 5, 0, 0, 0, 1 }),
				frame("GOAWAY on a stream", PROTOCOL_ERROR, Frame.GOAWAY, 0, 1, new byte[8]),
				frame("GOAWAY of a wrong length", FRAME_SIZE_ERROR, Frame.GOAWAY, 0, 0, new byte[7]),
				frame("PUSH_PROMISE", PROTOCOL_ERROR, Frame.PUSH_PROMISE, 4, 1, new byte[] { 0, 0, 0, 2, (byte) 0x88 }),
				frame("CONTINUATION without HEADERS", PROTOCOL_ERROR, Frame.CONTINUATION, 4, 1, new byte[1]),
				frame("a frame larger than we accept", FRAME_SIZE_ERROR, Frame.DATA, 0, 1, new byte[16_385]),
				frame("an HPACK index that is not there", COMPRESSION_ERROR, Frame.HEADERS, 4, 1,
						new byte[] { (byte) 0xff, (byte) 0xff, 0x7f }),
				frame("padding longer than the frame", PROTOCOL_ERROR, Frame.DATA, 0x8, 1, new byte[] { 9, 1 }));
	}

	private static Arguments frame(String name, Http2ErrorCode code, int type, int flags, int streamId,
			byte[] payload) {
		return Arguments.of(name, code, new Frame(type, flags, streamId, payload));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("breaches")
	void aBreachEndsTheConnectionWithItsCode(String name, Http2ErrorCode code, Frame frame) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake().expectRequest();
		this.peer.send(frame.type(), frame.flags(), frame.streamId(), frame.payload());
		assertThat(Http2ErrorCode.of(this.peer.expectGoAwayAndClose())).isEqualTo(code);
		H2Error error = error(response);
		assertThat(error).isInstanceOfSatisfying(H2Error.ProtocolError.class,
				(breach) -> assertThat(breach.code()).isEqualTo(code));
		assertThat(error.isUnprocessed()).isFalse();
		assertTheNextRequestSucceeds();
	}

	@Test
	void aFrameBetweenHeadersAndContinuationEndsTheConnection() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.HEADERS, 0, id, new byte[] { (byte) 0x88 }).send(Frame.PING, 0, 0, new byte[8]);
		assertThat(Http2ErrorCode.of(this.peer.expectGoAwayAndClose())).isEqualTo(PROTOCOL_ERROR);
		assertThat(error(response)).isInstanceOf(H2Error.ProtocolError.class);
	}

	@Test
	void continuationFramesAreJoined() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		byte[] block = this.peer.encode(id, ":status", "200", "server", "joined");
		int half = block.length / 2;
		this.peer.send(Frame.HEADERS, Frame.END_STREAM, id, java.util.Arrays.copyOf(block, half))
			.send(Frame.CONTINUATION, Frame.END_HEADERS, id, java.util.Arrays.copyOfRange(block, half, block.length));
		assertThat(await(response).headers().first("server")).hasValue("joined");
	}

	@Test
	void unknownFramesSettingsFlagsAndErrorCodesAreIgnored() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake(0x99, 7).expectRequest();
		this.peer.send(0x42, 0xff, id, "unknown".getBytes(StandardCharsets.UTF_8))
			.send(Frame.PING, 0xfe, 0, new byte[8])
			.send(Frame.PRIORITY, 0, id, new byte[] { 0, 0, 0, 0, 1 })
			.respond(id, "alive");
		assertThat(await(response).bodyAsString()).isEqualTo("alive");
		CompletableFuture<H2Response> next = this.client.get(this.peer);
		this.peer.reset(this.peer.expectRequest(), 0x4242);
		assertThat(error(next)).isInstanceOfSatisfying(H2Error.StreamReset.class,
				(reset) -> assertThat(reset.code()).isEqualTo(Http2ErrorCode.INTERNAL_ERROR));
	}

	@Test
	void pingIsAnsweredWithItsPayload() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.roundTrip().respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	private void assertTheNextRequestSucceeds() throws Exception {
		CompletableFuture<H2Response> next = this.client.get(this.peer);
		this.peer.handshake().respond(this.peer.expectRequest(), "new connection");
		assertThat(await(next).bodyAsString()).isEqualTo("new connection");
		assertThat(this.client.openStreams()).isZero();
	}

}

package io.conpool.wire;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.conpool.error.Http2ErrorCode.PROTOCOL_ERROR;
import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Field blocks in several frames (RFC 9113 sections 4.3, 5.5, 6.2, 6.10): nothing may
 * come between, and nothing may follow.
 */
class ContinuationTests extends WireTest {

	private static final byte[] STATUS_200 = { (byte) 0x88 };

	@Test
	void continuationFramesAreJoined() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		byte[] block = this.peer.encode(id, ":status", "200", "server", "joined");
		int half = block.length / 2;
		this.peer.send(Frame.HEADERS, Frame.END_STREAM, id, Arrays.copyOf(block, half))
			.send(Frame.CONTINUATION, 0, id, new byte[0])
			.send(Frame.CONTINUATION, Frame.END_HEADERS, id, Arrays.copyOfRange(block, half, block.length));
		assertThat(await(response).headers().first("server")).hasValue("joined");
	}

	@ParameterizedTest(name = "type {0} of {2} bytes on stream {1}")
	@CsvSource({ "0, 1, 1", "1, 1, 1", "1, 3, 1", "2, 1, 5", "3, 1, 4", "4, 0, 0", "5, 1, 5", "6, 0, 8", "7, 0, 8",
			"8, 0, 4", "9, 3, 1", "66, 0, 1" })
	void aFrameBetweenHeadersAndContinuationEndsTheConnection(int type, int streamId, int length) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.HEADERS, 0, id, STATUS_200).send(type, 0, streamId, new byte[length]);
		assertTheConnectionFails(response, PROTOCOL_ERROR);
	}

	@Test
	void aContinuationWithoutHeadersEndsTheConnection() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.CONTINUATION, Frame.END_HEADERS, id, STATUS_200);
		assertTheConnectionFails(response, PROTOCOL_ERROR);
	}

	@Test
	void aContinuationAfterTheEndOfTheBlockEndsTheConnection() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200")
			.send(Frame.CONTINUATION, Frame.END_HEADERS, id, new byte[] { 0 });
		assertTheConnectionFails(response, PROTOCOL_ERROR);
	}

	@Test
	void aBlockThatNeverEndsEndsTheConnection() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.HEADERS, 0, id, STATUS_200);
		// Four times our limit of 64 KiB is where a block ends the connection.
		this.peer.flood(new Frame(Frame.CONTINUATION, 0, id, new byte[16_384]), 17);
		assertTheConnectionFails(response, PROTOCOL_ERROR);
	}

	@Test
	void manySmallContinuationsEndTheConnection() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.HEADERS, 0, id, STATUS_200);
		this.peer.flood(new Frame(Frame.CONTINUATION, 0, id, new byte[0]), 100);
		assertTheConnectionFails(response, Http2ErrorCode.ENHANCE_YOUR_CALM);
	}

}

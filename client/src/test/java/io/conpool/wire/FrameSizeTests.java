package io.conpool.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames that are too large, too small or of a wrong length (RFC 9113 sections 4.2, 6.3
 * to 6.9): FRAME_SIZE_ERROR, of the connection where the frame can change its state.
 */
class FrameSizeTests extends WireTest {

	private static final int MAX_FRAME_SIZE = 65_536;

	@ParameterizedTest(name = "type {0}")
	@ValueSource(ints = { 0, 1, 4, 6, 7, 9, 0x42 })
	void aFrameLargerThanWeAcceptEndsTheConnection(int type) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(type, 0, id, new byte[MAX_FRAME_SIZE + 1]);
		assertTheConnectionFails(response, Http2ErrorCode.FRAME_SIZE_ERROR);
	}

	@Test
	void aFrameAsLargeAsWeAcceptIsRead() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, new byte[MAX_FRAME_SIZE], true);
		assertThat(await(response).body()).hasSize(MAX_FRAME_SIZE);
	}

	/**
	 * Some servers send a large header block in one frame although they were told less.
	 */
	@Test
	void aLargeHeaderBlockInOneFrameIsRead() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		// :status 200, and a literal field without indexing whose length takes 4 bytes
		// (RFC 7541 sections 5.1 and 6.2.2).
		byte[] block = new byte[24_616];
		int length = block.length - 8;
		int rest = length - 0x7f;
		ByteBuffer.wrap(block)
			.put(new byte[] { (byte) 0x88, 0, 1, 'x', 0x7f })
			.put((byte) (rest & 0x7f | 0x80))
			.put((byte) (rest >> 7 & 0x7f | 0x80))
			.put((byte) (rest >> 14))
			.put("v".repeat(length).getBytes(StandardCharsets.US_ASCII));
		this.peer.send(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, id, block);
		assertThat(await(response).headers().first("x")).hasValue("v".repeat(length));
	}

	@ParameterizedTest(name = "type {0}, flags {1}, stream {2}, {3} bytes")
	@CsvSource({ "1, 0x20, 1, 4", "1, 0x8, 1, 0", "1, 0x28, 1, 5", "3, 0, 1, 3", "3, 0, 1, 5", "4, 0, 0, 5",
			"4, 0, 0, 7", "4, 1, 0, 6", "5, 0x4, 1, 3", "6, 0, 0, 7", "6, 0, 0, 9", "6, 1, 0, 0", "7, 0, 0, 7",
			"8, 0, 0, 3", "8, 0, 0, 5", "8, 0, 1, 3", "8, 0, 1, 5" })
	void aWrongLengthEndsTheConnection(int type, String flags, int streamId, int length) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake().expectRequest();
		this.peer.send(type, Integer.decode(flags), streamId, new byte[length]);
		assertTheConnectionFails(response, Http2ErrorCode.FRAME_SIZE_ERROR);
	}

	@ParameterizedTest(name = "{0} bytes")
	@ValueSource(ints = { 0, 4, 6 })
	void priorityOfAWrongLengthCostsItsStreamOnly(int length) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.PRIORITY, 0, id, new byte[length]);
		H2Error error = assertOnlyTheStreamFails(response, id, Http2ErrorCode.FRAME_SIZE_ERROR);
		assertThat(error).isInstanceOf(H2Error.MalformedResponse.class);
	}

	@Test
	void priorityOfAWrongLengthOnAnIdleStreamCannotCostAStream() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake().expectRequest();
		this.peer.send(Frame.PRIORITY, 0, 99, new byte[4]);
		assertTheConnectionFails(response, Http2ErrorCode.FRAME_SIZE_ERROR);
	}

	@Test
	void dataTooShortForItsPadLengthCostsItsStreamOnly() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").send(Frame.DATA, 0x8, id, new byte[0]);
		H2Error error = assertOnlyTheStreamFails(response, id, Http2ErrorCode.FRAME_SIZE_ERROR);
		assertThat(error).isInstanceOf(H2Error.MalformedResponse.class);
	}

}

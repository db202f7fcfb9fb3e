package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames on streams that nobody has opened (RFC 9113 sections 5.1, 5.1.1, 6.4): all but
 * PRIORITY end the connection. The server may open none, since push is switched off.
 */
class IdleStreamTests extends WireTest {

	@ParameterizedTest(name = "type {0} on stream {1}")
	@CsvSource({ "0, 99", "0, 2", "1, 99", "1, 2", "3, 99", "3, 2", "8, 99", "8, 2" })
	void aFrameOnAnIdleStreamEndsTheConnection(int type, int streamId) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake().expectRequest();
		byte[] payload = (type == Frame.HEADERS) ? new byte[] { (byte) 0x88 } : new byte[] { 0, 0, 0, 1 };
		this.peer.send(type, Frame.END_HEADERS, streamId, payload);
		assertTheConnectionFails(response, Http2ErrorCode.PROTOCOL_ERROR);
	}

	@Test
	void aMalformedFrameOnAnIdleStreamEndsTheConnectionToo() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake().expectRequest();
		this.peer.headers(99, true, "no-status", "x");
		assertTheConnectionFails(response, Http2ErrorCode.PROTOCOL_ERROR);
	}

	@Test
	void priorityMayComeOnAnyStream() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		byte[] priority = { 0, 0, 0, 0, 1 };
		this.peer.send(Frame.PRIORITY, 0, 99, priority).send(Frame.PRIORITY, 0, 2, priority).respond(id, "alive");
		assertThat(await(response).bodyAsString()).isEqualTo("alive");
	}

}

package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Frames of a stream that come on stream 0, and frames of the connection that come on a
 * stream (RFC 9113 sections 6.1 to 6.10, each at its end): PROTOCOL_ERROR of the
 * connection.
 */
class MisplacedFrameTests extends WireTest {

	@ParameterizedTest(name = "type {0} of {1} bytes")
	@CsvSource({ "0, 1", "1, 1", "2, 5", "3, 4", "5, 5", "9, 1" })
	void aStreamsFrameOnStream0EndsTheConnection(int type, int length) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake().expectRequest();
		byte[] payload = new byte[length];
		// As the end of a field block it is :method GET, and as an error code it is any.
		payload[length - 1] = (byte) 0x82;
		this.peer.send(type, Frame.END_HEADERS, 0, payload);
		assertTheConnectionFails(response, Http2ErrorCode.PROTOCOL_ERROR);
	}

	@ParameterizedTest(name = "type {0} of {1} bytes")
	@CsvSource({ "4, 0", "4, 6", "6, 8", "7, 8" })
	void theConnectionsFrameOnAStreamEndsTheConnection(int type, int length) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(type, 0, id, new byte[length]);
		assertTheConnectionFails(response, Http2ErrorCode.PROTOCOL_ERROR);
	}

}

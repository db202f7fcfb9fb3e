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
 * Padding (RFC 9113 sections 6.1, 6.2): it is no content, and padding as long as the
 * payload or longer is PROTOCOL_ERROR of the connection.
 */
class PaddingTests extends WireTest {

	private static final int PADDED = 0x8;

	@ParameterizedTest(name = "type {0}, {1} bytes of padding in a payload of {2}")
	@CsvSource({ "0, 2, 2", "0, 9, 2", "0, 1, 1", "0, 255, 255", "1, 2, 2", "1, 9, 2", "1, 255, 255" })
	void paddingAsLongAsThePayloadEndsTheConnection(int type, int padding, int length) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		byte[] payload = new byte[length];
		payload[0] = (byte) padding;
		this.peer.send(type, PADDED | Frame.END_HEADERS, id, payload);
		assertTheConnectionFails(response, Http2ErrorCode.PROTOCOL_ERROR);
	}

	@Test
	void nothingButPaddingIsLegal() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200")
			.send(Frame.DATA, PADDED, id, new byte[] { 0 })
			.send(Frame.DATA, PADDED | Frame.END_STREAM, id, new byte[] { 2, 0, 0 });
		assertThat(await(response).body()).isEmpty();
	}

	@Test
	void headersMayBePadded() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.HEADERS, PADDED | Frame.END_HEADERS | Frame.END_STREAM, id,
				new byte[] { 3, (byte) 0x89, 0, 0, 0 });
		assertThat(await(response).status()).isEqualTo(204);
	}

}

package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * PUSH_PROMISE (RFC 9113 sections 6.5.2, 6.6, 8.4): push is switched off before the first
 * request, so none is ever lawful, whatever it promises and wherever it comes.
 */
class PushPromiseTests extends WireTest {

	@ParameterizedTest(name = "promises stream {0}")
	@ValueSource(bytes = { 0, 1, 2, 3 })
	void aPromiseEndsTheConnection(byte promised) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.PUSH_PROMISE, Frame.END_HEADERS, id, new byte[] { 0, 0, 0, promised, (byte) 0x82 });
		assertTheConnectionFails(response, Http2ErrorCode.PROTOCOL_ERROR);
	}

	/** What would cost a stream if it were a response. */
	@ParameterizedTest(name = "{0}")
	@ValueSource(strings = { "Upper", ":unknown", ":status" })
	void aMalformedPromiseEndsTheConnectionToo(String name) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		byte[] fields = this.peer.encode(id, ":method", "GET", name, "200");
		byte[] payload = new byte[4 + fields.length];
		payload[3] = 2;
		System.arraycopy(fields, 0, payload, 4, fields.length);
		this.peer.send(Frame.PUSH_PROMISE, Frame.END_HEADERS, id, payload);
		assertTheConnectionFails(response, Http2ErrorCode.PROTOCOL_ERROR);
	}

	@Test
	void aPromiseInSeveralFramesEndsTheConnection() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.PUSH_PROMISE, 0, id, new byte[] { 0, 0, 0, 2, (byte) 0x82 })
			.send(Frame.CONTINUATION, Frame.END_HEADERS, id, new byte[] { (byte) 0x84 });
		assertTheConnectionFails(response, Http2ErrorCode.PROTOCOL_ERROR);
	}

	@Test
	void aPromiseOnAStreamThatIsOverEndsTheConnection() throws Exception {
		CompletableFuture<H2Response> over = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.respond(id, "over");
		ClientUnderTest.await(over);
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.expectRequest();
		this.peer.send(Frame.PUSH_PROMISE, Frame.END_HEADERS, id, new byte[] { 0, 0, 0, 2, (byte) 0x82 });
		assertTheConnectionFails(response, Http2ErrorCode.PROTOCOL_ERROR);
	}

}

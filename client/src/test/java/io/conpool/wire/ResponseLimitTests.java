package io.conpool.wire;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How large a response may be (RFC 9113 sections 6.5.2, 10.5.1): header lists and bodies
 * above this client's limits cost their stream, header lists far above it the connection.
 */
class ResponseLimitTests extends WireTest {

	private static final int MAX_BODY = 1000;

	private static final int MAX_HEADER_LIST = 8 * 1024;

	@Override
	ClientUnderTest newClient() {
		return new ClientUnderTest(
				ClientUnderTest.builder().http2(ClientUnderTest.http2(MAX_BODY, Duration.ofSeconds(10))));
	}

	@Test
	void aHeaderListAboveTheLimitCostsItsStreamOnly() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, true, ":status", "200", "x-large", "x".repeat(9000));
		assertThat(assertOnlyTheStreamFails(response, id, Http2ErrorCode.PROTOCOL_ERROR))
			.isEqualTo(new H2Error.ResponseHeadersTooLarge(MAX_HEADER_LIST));
	}

	@Test
	void theLimitCountsNamesValuesAnd32BytesForEachField() throws Exception {
		// :status 200 counts 42, x-l 35 and what its value has.
		int left = MAX_HEADER_LIST - 42 - 35;
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, true, ":status", "200", "x-l", "x".repeat(left));
		assertThat(await(response).headers().first("x-l")).hasValue("x".repeat(left));
		CompletableFuture<H2Response> larger = this.client.get(this.peer);
		int next = this.peer.expectRequest();
		this.peer.headers(next, true, ":status", "200", "x-l", "x".repeat(left + 1));
		assertThat(assertOnlyTheStreamFails(larger, next, Http2ErrorCode.PROTOCOL_ERROR))
			.isEqualTo(new H2Error.ResponseHeadersTooLarge(MAX_HEADER_LIST));
	}

	@Test
	void trailersAboveTheLimitCostTheirStreamOnly() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").headers(id, true, "x-large", "x".repeat(9000));
		assertThat(assertOnlyTheStreamFails(response, id, Http2ErrorCode.PROTOCOL_ERROR))
			.isEqualTo(new H2Error.ResponseHeadersTooLarge(MAX_HEADER_LIST));
	}

	@Test
	void aSmallBlockThatBecomesALargeListCostsItsStreamOnly() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		// A literal of 2,000 bytes on its way into the table, then 200 times its index.
		byte[] block = new byte[7 + 2000 + 200];
		System.arraycopy(new byte[] { (byte) 0x88, 0x40, 1, 'x', 0x7f, (byte) 0xd1, 0x0e }, 0, block, 0, 7);
		Arrays.fill(block, 7, 2007, (byte) 'y');
		Arrays.fill(block, 2007, block.length, (byte) 0xbe);
		this.peer.send(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, id, block);
		assertThat(assertOnlyTheStreamFails(response, id, Http2ErrorCode.PROTOCOL_ERROR))
			.isEqualTo(new H2Error.ResponseHeadersTooLarge(MAX_HEADER_LIST));
	}

	@Test
	void aHeaderBlockFarAboveTheLimitEndsTheConnection() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.HEADERS, 0, id, new byte[] { (byte) 0x88 })
			.send(Frame.CONTINUATION, 0, id, new byte[16_384])
			.send(Frame.CONTINUATION, 0, id, new byte[16_384]);
		assertTheConnectionFails(response, Http2ErrorCode.PROTOCOL_ERROR);
	}

	@Test
	void aBodyAboveTheLimitCostsItsStreamOnly() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, new byte[MAX_BODY + 1], false);
		assertThat(assertOnlyTheStreamFails(response, id, Http2ErrorCode.CANCEL))
			.isEqualTo(new H2Error.BodyTooLarge(MAX_BODY));
	}

	@Test
	void aLengthAboveTheLimitIsRefusedBeforeTheBody() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-length", "1001");
		assertThat(Http2ErrorCode.of(this.peer.expectReset(id))).isEqualTo(Http2ErrorCode.CANCEL);
		assertThat(error(response)).isEqualTo(new H2Error.BodyTooLarge(MAX_BODY));
	}

}

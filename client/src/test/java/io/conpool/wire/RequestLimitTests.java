package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How large a request's headers may be (RFC 9113 sections 4.3, 6.5.2, 6.10).
 */
class RequestLimitTests extends WireTest {

	private static final int MAX_FRAME_SIZE = 5;

	private static final int MAX_HEADER_LIST_SIZE = 6;

	@Test
	void aListLargerThanThePeerAcceptsIsNotSent() throws Exception {
		CompletableFuture<H2Response> response = this.client.client.sendAsync(withHeader("x".repeat(2000)));
		this.peer.handshake(MAX_HEADER_LIST_SIZE, 1000);
		H2Error error = error(response);
		assertThat(error).isEqualTo(new H2Error.RequestHeadersTooLarge(1000));
		assertThat(error.isUnprocessed()).isTrue();
		CompletableFuture<H2Response> next = this.client.get(this.peer);
		assertThat(this.peer.expectRequest()).isEqualTo(1);
		this.peer.respond(1, "ok");
		assertThat(await(next).status()).isEqualTo(200);
	}

	@Test
	void aBlockLargerThanAFrameContinues() throws Exception {
		CompletableFuture<H2Response> response = this.client.client.sendAsync(withHeader(incompressible(40_000)));
		this.peer.handshake(MAX_FRAME_SIZE, 16_384);
		Frame headers = this.peer.expect(Frame.HEADERS);
		assertThat(headers.is(Frame.END_HEADERS)).isFalse();
		assertThat(headers.is(Frame.END_STREAM)).isTrue();
		assertThat(headers.length()).isEqualTo(16_384);
		Frame continuation = this.peer.read();
		while (!continuation.is(Frame.END_HEADERS)) {
			assertThat(continuation.type()).isEqualTo(Frame.CONTINUATION);
			continuation = this.peer.read();
		}
		assertThat(continuation.streamId()).isEqualTo(headers.streamId());
		this.peer.respond(headers.streamId(), "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	private H2Request withHeader(String value) {
		return H2Request.get(this.peer.uri("/")).header("x-large", value).build();
	}

	/** Characters for which Huffman's code is no shorter. */
	private static String incompressible(int length) {
		return "~".repeat(length);
	}

}

package io.conpool.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A peer that goes on sending but does not read (RFC 9113 section 10.5): what waits to be
 * written to it is bounded.
 */
class UnreadAnswersTests extends WireTest {

	// More than the sockets' buffers on both sides hold.
	private static final int REQUESTS = 60;

	private static final String LARGE = "~".repeat(250_000);

	@Test
	void aPeerThatAsksForAnswersButDoesNotReadIsGivenUp() throws Exception {
		CompletableFuture<H2Response> first = this.client.get(this.peer);
		this.peer.handshake().respond(this.peer.expectRequest(), "first");
		await(first);
		List<CompletableFuture<H2Response>> responses = new ArrayList<>();
		for (int i = 0; i < REQUESTS; i++) {
			responses
				.add(this.client.client.sendAsync(H2Request.get(this.peer.uri("/")).header("x-large", LARGE).build()));
		}
		pingUntilDone(responses.get(0));
		for (CompletableFuture<H2Response> response : responses) {
			assertThat(error(response)).isInstanceOfSatisfying(H2Error.ProtocolError.class,
					(breach) -> assertThat(breach.code()).isEqualTo(Http2ErrorCode.ENHANCE_YOUR_CALM));
		}
		assertThat(this.client.openStreams()).isZero();
	}

	/** The first PING may arrive before the requests are written. */
	private void pingUntilDone(CompletableFuture<H2Response> response) throws Exception {
		for (int i = 0; i < 100; i++) {
			this.peer.send(Frame.PING, 0, 0, new byte[8]);
			try {
				response.get(50, TimeUnit.MILLISECONDS);
			}
			catch (TimeoutException ex) {
				continue;
			}
			catch (ExecutionException ex) {
				return;
			}
		}
	}

}

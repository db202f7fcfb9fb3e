package io.conpool.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

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
 * A peer that asks for answers but does not read (RFC 9113 section 10.5): what waits to
 * be written to it for that is bounded. A peer that just reads slowly is not ended for
 * it.
 */
class UnreadAnswersTests extends WireTest {

	// More than the sockets' buffers on both sides hold.
	private static final int REQUESTS = 60;

	private static final String LARGE = "~".repeat(250_000);

	// More than 64 KiB of answers.
	private static final int ROUNDS = 5_000;

	@Test
	void aPeerThatAsksForAnswersButDoesNotReadIsGivenUp() throws Exception {
		int first = openFirst();
		List<CompletableFuture<H2Response>> responses = fillTheSockets();
		// Content pays for the PINGs, so that nothing is left to object to but the
		// answers.
		byte[] content = new Frame(Frame.DATA, 0, first, new byte[1024]).encoded();
		byte[] ping = new Frame(Frame.PING, 0, 0, new byte[8]).encoded();
		ByteBuffer rounds = ByteBuffer.allocate(ROUNDS * (content.length + ping.length));
		while (rounds.hasRemaining()) {
			rounds.put(content).put(ping);
		}
		this.peer.flood(rounds.array());
		for (CompletableFuture<H2Response> response : responses) {
			assertThat(error(response)).isInstanceOfSatisfying(H2Error.ProtocolError.class, (breach) -> {
				assertThat(breach.code()).isEqualTo(Http2ErrorCode.ENHANCE_YOUR_CALM);
				assertThat(breach.detail()).contains("does not read", "65536");
			});
		}
		assertThat(this.client.openStreams()).isZero();
	}

	@Test
	void aPeerThatReadsNothingForAWhileButAsksForLittleIsNot() throws Exception {
		int first = openFirst();
		List<CompletableFuture<H2Response>> responses = fillTheSockets();
		for (int i = 0; i < 100; i++) {
			this.peer.send(Frame.PING, 0, 0, new byte[8]);
		}
		this.peer.data(first, "whole", true);
		for (int i = 0; i < REQUESTS;) {
			Frame frame = this.peer.read();
			boolean wholeHead = frame.type() == Frame.HEADERS || frame.type() == Frame.CONTINUATION;
			if (wholeHead && frame.is(Frame.END_HEADERS)) {
				this.peer.respond(frame.streamId(), "read");
				i++;
			}
		}
		for (CompletableFuture<H2Response> response : responses) {
			assertThat(await(response).status()).isEqualTo(200);
		}
	}

	/** A response that goes on. */
	private int openFirst() throws Exception {
		this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").roundTrip();
		return id;
	}

	private List<CompletableFuture<H2Response>> fillTheSockets() {
		List<CompletableFuture<H2Response>> responses = new ArrayList<>();
		for (int i = 0; i < REQUESTS; i++) {
			responses
				.add(this.client.client.sendAsync(H2Request.get(this.peer.uri("/")).header("x-large", LARGE).build()));
		}
		return responses;
	}

}

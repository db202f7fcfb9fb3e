package io.conpool.wire;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that is in trouble for a while loses nobody, and is not hit the harder for it.
 */
@Timeout(60)
class StormTests extends WireTest {

	private static final int CALLS = 20;

	private static final Duration TROUBLE = Duration.ofMillis(800);

	/** RFC 9113 section 8.7, at default settings. */
	@Test
	void aServerThatRefusesForAWhileLosesNobody() throws Exception {
		List<CompletableFuture<H2Response>> responses = IntStream.range(0, CALLS).mapToObj(this::send).toList();
		this.peer.handshake();
		long begun = System.nanoTime();
		for (int answered = 0; answered < CALLS;) {
			int id = this.peer.expectRequest();
			if (System.nanoTime() - begun < TROUBLE.toNanos()) {
				this.peer.reset(id, Http2ErrorCode.REFUSED_STREAM.code());
			}
			else {
				this.peer.respond(id, "served");
				answered++;
			}
		}
		for (CompletableFuture<H2Response> response : responses) {
			assertThat(await(response).bodyAsString()).isEqualTo("served");
		}
		assertThat(this.client.replays).as("refusals").hasSizeBetween(CALLS, CALLS * 5);
		assertThat(this.client.openStreams()).isZero();
	}

	private CompletableFuture<H2Response> send(int call) {
		String method = (call % 2 == 0) ? "GET" : "POST";
		return this.client.client.sendAsync(H2Request.builder(method, URI.create(this.peer.uri("/"))).build());
	}

}

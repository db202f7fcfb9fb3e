package io.conpool.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.conpool.H2Client;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that vanishes without a word: TCP stays open, but there is no answer.
 */
class SilentPeerTests extends WireTest {

	private static final Duration SHORT = Duration.ofMillis(300);

	@Override
	ClientUnderTest newClient() {
		// All defaults.
		return new ClientUnderTest(H2Client.builder());
	}

	@Test
	void itCostsTheRequestsInFlightAndNoOthers() throws Exception {
		CompletableFuture<H2Response> first = this.client.get(this.peer);
		this.peer.handshake().respond(this.peer.expectRequest(), "alive");
		assertThat(await(first).bodyAsString()).isEqualTo("alive");
		// From here on nothing is sent on the first connection.
		List<CompletableFuture<H2Response>> inFlight = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			inFlight.add(this.client.client.sendAsync(H2Request.get(this.peer.uri("/")).timeout(SHORT).build()));
		}
		// Read, but not answered: the first reset comes with the suspicion.
		while (this.peer.read().type() != Frame.RST_STREAM) {
			continue;
		}
		for (CompletableFuture<H2Response> response : inFlight) {
			assertThat(error(response)).isEqualTo(new H2Error.Timeout(SHORT, true));
		}
		// The others go to a new connection.
		CompletableFuture<H2Response> next = this.client.get(this.peer);
		this.peer.handshake().respond(this.peer.expectRequest(), "new");
		assertThat(await(next).bodyAsString()).isEqualTo("new");
		for (int i = 0; i < 20; i++) {
			CompletableFuture<H2Response> response = this.client.get(this.peer);
			this.peer.respond(this.peer.expectRequest(), "new");
			assertThat(await(response).bodyAsString()).isEqualTo("new");
		}
	}

}

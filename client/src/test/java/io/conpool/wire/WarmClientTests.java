package io.conpool.wire;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.conpool.H2ClientBuilder;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.pool.PoolConfig;
import io.conpool.testing.FramePeer;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that are made before the first request, and one that replaces another.
 */
class WarmClientTests extends WireTest {

	private static Endpoint endpoint(FramePeer peer) {
		return H2Request.get(peer.uri("/")).build().endpoint();
	}

	@Test
	void theFirstRequestFindsAConnectionThatIsReady() throws Exception {
		CompletableFuture<Void> warm = this.client.client.warmUp(endpoint(this.peer));
		this.peer.handshake();
		warm.get(10, TimeUnit.SECONDS);
		assertThat(this.client.client.stats().get(endpoint(this.peer)).idle()).isOne();
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.respond(this.peer.expectRequest(), "warm");
		assertThat(await(response).bodyAsString()).isEqualTo("warm");
		assertThat(this.client.client.stats().get(endpoint(this.peer)).created()).isOne();
	}

	@Test
	void aServerThatCannotBeReachedIsToldToWhoWaits() throws Exception {
		Endpoint endpoint = endpoint(this.peer);
		this.peer.close();
		CompletableFuture<Void> warm = this.client.client.warmUp(endpoint);
		H2Error error = warm.handle((done, thrown) -> H2ClientException.errorIn(thrown)).get(10, TimeUnit.SECONDS);
		assertThat(error).isInstanceOf(H2Error.ConnectionFailed.class);
	}

	@Test
	void theSuccessorIsReadyBeforeTheOldConnectionSaysGoodbye() throws Exception {
		H2ClientBuilder builder = ClientUnderTest.builder()
			.pool(PoolConfig.builder().connectRetries(0).maxUses(10).build());
		try (ClientUnderTest renewing = new ClientUnderTest(builder)) {
			CompletableFuture<H2Response> response = renewing.get(this.peer);
			this.peer.handshake();
			for (int i = 0; i < 8; i++) {
				this.peer.respond(this.peer.expectRequest(), "old");
				await(response);
				response = renewing.get(this.peer);
			}
			// The ninth of ten uses: from here on a successor is dialled, while the
			// request goes on.
			this.peer.respond(this.peer.expectRequest(), "old, still");
			assertThat(await(response).bodyAsString()).isEqualTo("old, still");
			CompletableFuture<H2Response> tenth = renewing.get(this.peer);
			this.peer.respond(this.peer.expectRequest(), "old, to the last");
			assertThat(await(tenth).bodyAsString()).isEqualTo("old, to the last");
			this.peer.expectGoAwayAndClose();
			CompletableFuture<H2Response> next = renewing.get(this.peer);
			this.peer.handshake();
			this.peer.respond(this.peer.expectRequest(), "new");
			assertThat(await(next).bodyAsString()).isEqualTo("new");
			assertThat(renewing.replays).isEmpty();
		}
	}

}

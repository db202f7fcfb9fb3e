package io.conpool.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.conpool.http.H2Response;
import io.conpool.pool.PoolConfig;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * SETTINGS_MAX_CONCURRENT_STREAMS (RFC 9113 section 5.1.2), also while it changes.
 */
class StreamLimitTests extends WireTest {

	private static final int MAX_CONCURRENT_STREAMS = 3;

	@Override
	ClientUnderTest newClient() {
		return new ClientUnderTest(ClientUnderTest.builder().pool(PoolConfig.builder().maxConnections(1).build()));
	}

	@Test
	void whatIsAboveTheLimitWaits() throws Exception {
		List<CompletableFuture<H2Response>> responses = requests(5);
		this.peer.handshake(MAX_CONCURRENT_STREAMS, 2);
		assertThat(this.peer.expectRequest()).isEqualTo(1);
		assertThat(this.peer.expectRequest()).isEqualTo(3);
		// Nothing else may come before a stream ends: the answer to PING is the next
		// frame.
		this.peer.roundTrip();
		for (int id = 1; id <= 5; id += 2) {
			this.peer.respond(id, "ok");
			assertThat(this.peer.expectRequest()).isEqualTo(id + 4);
		}
		this.peer.respond(7, "ok").respond(9, "ok");
		for (CompletableFuture<H2Response> response : responses) {
			assertThat(await(response).status()).isEqualTo(200);
		}
	}

	@Test
	void aRaisedLimitServesThoseWhoWait() throws Exception {
		List<CompletableFuture<H2Response>> responses = requests(3);
		this.peer.handshake(MAX_CONCURRENT_STREAMS, 1);
		this.peer.expectRequest();
		this.peer.roundTrip().settings(MAX_CONCURRENT_STREAMS, 3);
		assertThat(this.peer.expectRequest()).isEqualTo(3);
		assertThat(this.peer.expectRequest()).isEqualTo(5);
		this.peer.respond(1, "ok").respond(3, "ok").respond(5, "ok");
		for (CompletableFuture<H2Response> response : responses) {
			assertThat(await(response).status()).isEqualTo(200);
		}
	}

	@Test
	void aLimitLoweredToZeroKeepsTheConnection() throws Exception {
		CompletableFuture<H2Response> running = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.settings(MAX_CONCURRENT_STREAMS, 0).expectSettingsAck().roundTrip();
		CompletableFuture<H2Response> waiting = this.client.get(this.peer);
		this.peer.respond(id, "running");
		assertThat(await(running).bodyAsString()).isEqualTo("running");
		this.peer.roundTrip().settings(MAX_CONCURRENT_STREAMS, 1);
		this.peer.respond(this.peer.expectRequest(), "waited");
		assertThat(await(waiting).bodyAsString()).isEqualTo("waited");
	}

	@Test
	void aLimitLoweredBelowTheOpenStreamsEndsNoneAndOpensNone() throws Exception {
		List<CompletableFuture<H2Response>> responses = requests(4);
		this.peer.handshake(MAX_CONCURRENT_STREAMS, 3);
		for (int i = 0; i < 3; i++) {
			this.peer.expectRequest();
		}
		this.peer.settings(MAX_CONCURRENT_STREAMS, 1).expectSettingsAck();
		this.peer.respond(1, "ok").roundTrip().respond(3, "ok").roundTrip().respond(5, "ok");
		this.peer.respond(this.peer.expectRequest(), "ok");
		for (CompletableFuture<H2Response> response : responses) {
			assertThat(await(response).status()).isEqualTo(200);
		}
		assertThat(this.client.openStreams()).isZero();
	}

	@Test
	void aSettingsFrameThatDoesNotMentionTheLimitLeavesItAlone() throws Exception {
		List<CompletableFuture<H2Response>> responses = requests(2);
		this.peer.handshake(MAX_CONCURRENT_STREAMS, 1);
		this.peer.expectRequest();
		this.peer.settings(4, 100_000).expectSettingsAck().roundTrip();
		this.peer.respond(1, "ok").respond(this.peer.expectRequest(), "ok");
		for (CompletableFuture<H2Response> response : responses) {
			assertThat(await(response).status()).isEqualTo(200);
		}
	}

	private List<CompletableFuture<H2Response>> requests(int number) {
		List<CompletableFuture<H2Response>> responses = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			responses.add(this.client.get(this.peer));
		}
		return responses;
	}

}

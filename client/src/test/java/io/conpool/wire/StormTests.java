package io.conpool.wire;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.conpool.call.CallConfig;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolStats;
import io.conpool.testing.FramePeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
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

	@Test
	void aServerThatEndsEveryConnectionIsDialledEverMoreSlowly() throws Exception {
		Thread server = new Thread(this::endEveryConnection);
		server.start();
		PoolConfig pool = PoolConfig.builder().connectRetryDelay(Duration.ofMillis(50)).build();
		CallConfig call = CallConfig.builder().requestTimeout(Duration.ofSeconds(2)).build();
		try (ClientUnderTest patient = new ClientUnderTest(ClientUnderTest.builder().pool(pool).call(call))) {
			List<CompletableFuture<H2Response>> responses = IntStream.range(0, 4)
				.mapToObj((number) -> patient.get(this.peer))
				.toList();
			for (CompletableFuture<H2Response> response : responses) {
				assertThat(error(response).isUnprocessed()).isTrue();
			}
			PoolStats stats = patient.client.stats().values().iterator().next();
			// Pauses of 25, 50, 100, 200, 400 and 800 ms at the least end before the
			// deadline.
			assertThat(stats.created()).isBetween(2L, 7L);
			assertThat(stats.lastConnectFailed()).isTrue();
			assertThat(stats.lastError()).isNotNull();
		}
		finally {
			close();
			server.join(TimeUnit.SECONDS.toMillis(10));
		}
	}

	private void endEveryConnection() {
		try {
			while (true) {
				endUnserved(this.peer.acceptAnother());
			}
		}
		catch (IOException ex) {
			// The test is over.
			return;
		}
	}

	private static void endUnserved(FramePeer connection) throws IOException {
		try {
			connection.settings().settingsAck().goAway(0, 0).readPreface();
		}
		catch (IOException ex) {
			// The client was quicker.
			return;
		}
		finally {
			connection.drop();
		}
	}

	@Test
	void connectionsThatHaveServedAreReplacedAtOnce() throws Exception {
		PoolConfig pool = PoolConfig.builder()
			.connectRetryDelay(Duration.ofMinutes(1))
			.maxConnectRetryDelay(Duration.ofMinutes(1))
			.build();
		try (ClientUnderTest hasty = new ClientUnderTest(ClientUnderTest.builder().pool(pool))) {
			for (int i = 0; i < 5; i++) {
				CompletableFuture<H2Response> response = hasty.get(this.peer);
				int id = this.peer.handshake().expectRequest();
				this.peer.respond(id, "served").goAway(id, 0);
				assertThat(await(response).bodyAsString()).isEqualTo("served");
				this.peer.expectGoAwayAndClose();
			}
		}
	}

	private CompletableFuture<H2Response> send(int call) {
		String method = (call % 2 == 0) ? "GET" : "POST";
		return this.client.client.sendAsync(H2Request.builder(method, URI.create(this.peer.uri("/"))).build());
	}

}

package io.conpool.connection.http1;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.conpool.H2ClientBuilder;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.pool.CloseReason;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolStats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The life of connections: reuse, their end in good order and otherwise, and what that
 * means for requests (RFC 9112 section 9). One connection per endpoint is all there may
 * be.
 */
class Http1ConnectionTests extends Http1Test {

	@Override
	H2ClientBuilder configure(H2ClientBuilder builder) {
		return builder
			.pool(PoolConfig.builder().maxConnections(1).connectRetries(0).drainTimeout(Duration.ofSeconds(2)).build());
	}

	@Test
	void requestsFollowEachOtherOnOneConnectionAndNeverInAPipeline() throws Exception {
		CompletableFuture<H2Response> first = get();
		CompletableFuture<H2Response> second = get();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfir");
		assertThat(stats().waiters()).isOne();
		this.peer.send("st");
		this.peer.expectRequest();
		assertThat(await(first).bodyAsString()).isEqualTo("first");
		this.peer.respond("second");
		assertThat(await(second).bodyAsString()).isEqualTo("second");
		assertThat(this.peer.isNobodyWaiting()).isTrue();
		assertThat(stats().created()).isOne();
		assertThat(stats().reused()).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\nConnection: close\r\n",
			"HTTP/1.1 200 OK\r\nConnection: x-other, Close\r\n", "HTTP/1.0 200 OK\r\n" })
	void aConnectionThatTheServerEndsIsNotUsedAgain(String head) throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		this.peer.send(head + "Content-Length: 2\r\n\r\nok");
		assertThat(await(response).bodyAsString()).isEqualTo("ok");
		this.peer.expectClose();
		assertANewConnectionServes();
		assertThat(stats().closed().get(CloseReason.UNHEALTHY)).isOne();
	}

	@Test
	void http10KeepsAConnectionAliveIfItSaysSo() throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok");
		assertThat(await(response).bodyAsString()).isEqualTo("ok");
		assertTheConnectionLives();
	}

	@Test
	void aConnectionThatTheServerClosedWhileIdleCostsNobodyAnything() throws Exception {
		serveOne();
		this.peer.drop();
		assertANewConnectionServes();
	}

	@Test
	void anIdempotentRequestOnAStaleConnectionIsSentAgain() throws Exception {
		serveOne();
		CompletableFuture<H2Response> response = get();
		this.peer.expectRequest();
		this.peer.drop();
		this.peer.accept().expectRequest();
		this.peer.respond("again");
		assertThat(await(response).bodyAsString()).isEqualTo("again");
		assertThat(this.replays).singleElement().isInstanceOfSatisfying(H2Error.ConnectionLost.class, (lost) -> {
			assertThat(lost.stale()).isTrue();
			assertThat(lost.isUnprocessed()).isFalse();
		});
	}

	@Test
	void aPostOnAStaleConnectionMayHaveBeenProcessedAndIsNotSentAgain() throws Exception {
		serveOne();
		CompletableFuture<H2Response> response = post(RequestBody.utf8("order"));
		this.peer.expectRequest();
		this.peer.readText(5);
		this.peer.drop();
		H2Error error = error(response);
		assertThat(error).isInstanceOf(H2Error.ConnectionLost.class);
		assertThat(error.isUnprocessed()).isFalse();
		assertThat(this.replays).isEmpty();
		assertANewConnectionServes();
	}

	@Test
	void aFirstRequestThatTheServerCutsOffIsNotSentAgain() throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		this.peer.drop();
		assertThat(error(response)).isInstanceOfSatisfying(H2Error.ConnectionLost.class,
				(lost) -> assertThat(lost.stale()).isFalse());
		assertThat(this.replays).isEmpty();
		assertANewConnectionServes();
	}

	@ParameterizedTest
	@ValueSource(strings = { "H", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n",
			"HTTP/1.1 100 Continue\r\n\r\n" })
	void aResponseThatIsCutOffIsAnErrorAndNeverSentAgain(String beginning) throws Exception {
		serveOne();
		CompletableFuture<H2Response> response = get();
		this.peer.expectRequest();
		this.peer.send(beginning).drop();
		assertThat(error(response)).isInstanceOfSatisfying(H2Error.ConnectionLost.class,
				(lost) -> assertThat(lost.sent()).isTrue());
		assertThat(this.replays).isEmpty();
		assertANewConnectionServes();
	}

	@Test
	void cancellingClosesTheConnectionAndFreesItsSlot() throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		response.cancel(false);
		this.peer.expectClose();
		assertANewConnectionServes();
		assertThat(stats().closed().get(CloseReason.UNHEALTHY)).isOne();
	}

	@Test
	void aWaiterThatIsCancelledLeavesTheConnectionAlone() throws Exception {
		CompletableFuture<H2Response> first = get();
		CompletableFuture<H2Response> second = get();
		this.peer.accept().expectRequest();
		second.cancel(false);
		this.peer.respond("first");
		assertThat(await(first).bodyAsString()).isEqualTo("first");
		assertTheConnectionLives();
	}

	@Test
	void theDeadlineClosesTheConnection() throws Exception {
		serveOne();
		CompletableFuture<H2Response> response = this.client
			.sendAsync(H2Request.get(this.peer.uri("/")).timeout(Duration.ofMillis(300)).build());
		this.peer.expectRequest();
		assertThat(error(response)).isInstanceOf(H2Error.Timeout.class);
		this.peer.expectClose();
		assertANewConnectionServes();
	}

	@Test
	void closingTheClientLetsTheResponseFinish() throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		CompletableFuture<Void> closing = CompletableFuture.runAsync(this.client::close);
		this.peer.respond("last");
		assertThat(await(response).bodyAsString()).isEqualTo("last");
		this.peer.expectClose();
		await(closing);
	}

	private PoolStats stats() {
		return this.client.stats().values().iterator().next();
	}

}

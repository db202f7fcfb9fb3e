package io.conpool.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.connection.http2.H2ConnectionListener;
import io.conpool.connection.http2.Http2Config;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.pool.PoolConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thousand calls that are cancelled at once, with servers that others wrote: no
 * connection is ended for it. Netty's ends one that resets more than 200 streams in 30 s.
 */
@Tag("interop")
class CancelBurstTests {

	private static final int CALLS = 1_000;

	// What our budget lets through at once, which is less than any server minds.
	private static final int RESETS_AT_ONCE = 80;

	@RegisterExtension
	final Servers servers = new Servers();

	private final AtomicInteger goAways = new AtomicInteger();

	@Test
	void aNettyServerKeepsTheConnection() throws Exception {
		NettyServer server = this.servers.closing(new NettyServer(CALLS + 1));
		H2Client client = client();
		cancel(send(client, H2Request.get(server.uri("/hang")).build()), () -> server.hanging() == CALLS);
		H2Request next = H2Request.get(server.uri("/")).build();
		for (int i = 0; i < 100; i++) {
			assertThat(client.send(next).status()).isEqualTo(200);
		}
		await(() -> server.resets.get() >= RESETS_AT_ONCE);
		assertNoConnectionWasEndedByTheServer(client, next.endpoint());
	}

	@Test
	void nghttpdKeepsTheConnection() throws Exception {
		Nghttpd nghttpd = Nghttpd.h2c(CALLS + 1);
		ServerProcess server = this.servers.start(nghttpd);
		H2Client client = client();
		// It echoes what it is sent, so a content that never comes makes it hang.
		H2Request hanging = H2Request.post(server.uri("/echo"), RequestBody.publisher((subscriber) -> {
		}, -1)).build();
		cancel(send(client, hanging), () -> client.stats().get(hanging.endpoint()).openStreams() == CALLS);
		H2Request next = H2Request.get(server.uri("/content.txt")).build();
		for (int i = 0; i < 100; i++) {
			assertThat(client.send(next).bodyAsString()).isEqualTo(ServerProcess.CONTENT);
		}
		assertNoConnectionWasEndedByTheServer(client, next.endpoint());
	}

	private H2Client client() {
		H2ClientBuilder builder = H2Client.builder()
			.pool(PoolConfig.builder().maxConnections(1).drainTimeout(Duration.ofSeconds(2)).build())
			.http2(Http2Config.builder().maxConcurrentStreams(CALLS + 1).build())
			.connectionListener(new H2ConnectionListener() {
				@Override
				public void onGoAway(Endpoint endpoint, Http2ErrorCode code) {
					CancelBurstTests.this.goAways.incrementAndGet();
				}
			});
		return this.servers.client(builder);
	}

	private static List<CompletableFuture<H2Response>> send(H2Client client, H2Request request) {
		List<CompletableFuture<H2Response>> responses = new ArrayList<>();
		for (int i = 0; i < CALLS; i++) {
			responses.add(client.sendAsync(request));
		}
		return responses;
	}

	private static void cancel(List<CompletableFuture<H2Response>> responses, BooleanSupplier whenSent) {
		await(whenSent);
		responses.forEach((response) -> response.cancel(true));
	}

	private static void await(BooleanSupplier condition) {
		long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
		while (!condition.getAsBoolean() && System.nanoTime() < giveUp) {
			Thread.onSpinWait();
		}
		assertThat(condition.getAsBoolean()).isTrue();
	}

	/** The server has ended none, and where resets had to wait a successor serves. */
	private void assertNoConnectionWasEndedByTheServer(H2Client client, Endpoint endpoint) {
		assertThat(this.goAways).hasValue(0);
		assertThat(client.stats().get(endpoint).created()).isLessThanOrEqualTo(2);
		assertThat(client.stats().get(endpoint).openStreams()).isZero();
	}

}

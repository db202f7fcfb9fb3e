package io.conpool.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.conpool.ClientResources;
import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.HttpProtocolHandler;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolListener;
import io.conpool.testing.Http2Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threads that are taken away from under a client: whatever it waits for, it ends, though
 * no timer goes on.
 */
class ResourcesClosedFirstTests {

	private final ClientResources resources = ClientResources.start(ClientUnderTest.transport().build());

	private Http2Server server;

	@BeforeEach
	void start() {
		this.server = Http2Server.cleartext("127.0.0.1", 0, 1);
	}

	@AfterEach
	void stop() {
		this.resources.close();
		this.server.close();
	}

	private H2ClientBuilder builder() {
		return ClientUnderTest.builder().resources(this.resources);
	}

	private CompletableFuture<H2Response> get(H2Client client) {
		return client.sendAsync(H2Request.get("http://127.0.0.1:" + this.server.port() + "/").build());
	}

	@Test
	void aCallThatIsUnderWayEnds() throws Exception {
		this.server.hold();
		try (H2Client client = builder().build()) {
			CompletableFuture<H2Response> call = get(client);
			assertThat(this.server.awaitRequests(1)).isTrue();
			this.resources.close();
			assertThat(error(call)).isInstanceOf(H2Error.ConnectionLost.class);
		}
	}

	@Test
	void aCallThatWaitsForAStreamEnds() throws Exception {
		this.server.hold();
		H2ClientBuilder builder = builder().pool(PoolConfig.builder().maxConnections(1).build());
		try (H2Client client = builder.build()) {
			CompletableFuture<H2Response> first = get(client);
			assertThat(this.server.awaitRequests(1)).isTrue();
			CompletableFuture<H2Response> second = get(client);
			this.resources.close();
			assertThat(error(first)).isInstanceOf(H2Error.ConnectionLost.class);
			assertThat(error(second)).isInstanceOf(H2Error.ClientClosed.class);
		}
	}

	@Test
	void aCallThatWaitsForAddressesEnds() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		H2ClientBuilder builder = builder().resolver((host) -> {
			asked.countDown();
			return new CompletableFuture<>();
		});
		try (H2Client client = builder.build()) {
			CompletableFuture<H2Response> call = get(client);
			assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
			this.resources.close();
			assertThat(error(call)).isInstanceOf(H2Error.ClientClosed.class);
		}
	}

	@Test
	void aCallThatWaitsForTheNextDialEnds() throws Exception {
		CountDownLatch failed = new CountDownLatch(1);
		H2ClientBuilder builder = builder()
			.pool(PoolConfig.builder()
				.connectRetries(1)
				.connectRetryDelay(Duration.ofHours(1))
				.maxConnectRetryDelay(Duration.ofHours(1))
				.build())
			.poolListener(new PoolListener() {
				@Override
				public void onConnectFailed(Endpoint endpoint, H2Error error) {
					failed.countDown();
				}
			});
		try (H2Client client = builder.build()) {
			CompletableFuture<H2Response> call = client
				.sendAsync(H2Request.get("http://127.0.0.3:" + this.server.port() + "/").build());
			assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
			this.resources.close();
			assertThat(error(call)).isInstanceOf(H2Error.ClientClosed.class);
		}
	}

	@Test
	void laterCallsAreRefused() throws Exception {
		try (H2Client client = builder().build()) {
			assertThat(await(get(client)).status()).isEqualTo(200);
			this.resources.close();
			assertThat(error(get(client))).isInstanceOf(H2Error.ClientClosed.class);
			assertThat(error(get(client))).isInstanceOf(H2Error.ClientClosed.class);
		}
	}

	@Test
	void aClientThatIsMadeTooLateRefusesCalls() throws Exception {
		this.resources.close();
		try (H2Client client = builder().build()) {
			assertThat(error(get(client))).isInstanceOf(H2Error.ClientClosed.class);
		}
	}

	@Test
	void theClientCanStillBeClosed() throws Exception {
		this.server.hold();
		H2ClientBuilder builder = builder();
		try (HttpProtocolHandler handler = builder.protocolHandler();
				Conpool<HttpConnection> pool = builder.pool(handler, handler.scheduler());
				H2Client client = builder.client(pool, handler.scheduler())) {
			CompletableFuture<H2Response> call = get(client);
			assertThat(this.server.awaitRequests(1)).isTrue();
			this.resources.close();
			assertThat(pool.closeAsync().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
			assertThat(error(call)).isInstanceOf(H2Error.ConnectionLost.class);
		}
	}

	/** The same for a handler that has its threads to itself. */
	@Test
	void aHandlerThatIsClosedBeforeItsPoolEndsThat() throws Exception {
		this.server.hold();
		H2ClientBuilder builder = ClientUnderTest.builder().pool(PoolConfig.builder().maxConnections(1).build());
		try (HttpProtocolHandler handler = builder.protocolHandler();
				Conpool<HttpConnection> pool = builder.pool(handler, handler.scheduler());
				H2Client client = builder.client(pool, handler.scheduler())) {
			CompletableFuture<H2Response> first = get(client);
			assertThat(this.server.awaitRequests(1)).isTrue();
			CompletableFuture<H2Response> second = get(client);
			handler.close();
			assertThat(error(first)).isInstanceOf(H2Error.ConnectionLost.class);
			assertThat(error(second)).isInstanceOf(H2Error.ClientClosed.class);
		}
	}

}

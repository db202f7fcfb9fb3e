package io.conpool.wire;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.conpool.H2ClientBuilder;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.pool.PoolConfig;
import io.conpool.testing.Http2Server;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A host with several addresses, and one whose addresses change.
 */
class AddressTests {

	private static final InetAddress FIRST = address("127.0.0.1");

	private static final InetAddress SECOND = address("127.0.0.2");

	private static final InetAddress NOBODY = address("127.0.0.3");

	private final AtomicReference<List<InetAddress>> answer = new AtomicReference<>(List.of(FIRST));

	private static InetAddress address(String literal) {
		try {
			return InetAddress.getByName(literal);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private H2ClientBuilder builder() {
		return ClientUnderTest.builder()
			.transport(ClientUnderTest.transport().addressRefresh(Duration.ofMillis(100)).build())
			.resolver((host) -> CompletableFuture.completedFuture(this.answer.get()));
	}

	@Test
	void trafficMovesToTheNewAddressAndNothingFails() throws Exception {
		try (Http2Server old = Http2Server.cleartext("127.0.0.1", 0, 100);
				Http2Server young = Http2Server.cleartext("127.0.0.2", old.port(), 100);
				ClientUnderTest client = new ClientUnderTest(builder())) {
			SteadyLoad load = new SteadyLoad(client.client, "http://moving.example:" + old.port() + "/", () -> {
				if (old.requestsFrom("") >= 1_000) {
					this.answer.set(List.of(SECOND));
				}
				return young.requestsFrom("") >= 1_000 && old.openConnections() == 0;
			});
			int answered = load.run(20);
			assertThat(old.requestsFrom("")).isGreaterThanOrEqualTo(1_000);
			assertThat(old.requestsFrom("") + young.requestsFrom("")).isEqualTo(answered);
			assertThat(old.connectionsMade()).isOne();
		}
	}

	@Test
	void anAddressThatCannotBeResolvedAtPresentKeepsItsConnections() throws Exception {
		AtomicReference<Integer> failures = new AtomicReference<>(0);
		AtomicReference<Boolean> broken = new AtomicReference<>(false);
		H2ClientBuilder builder = builder().resolver((host) -> {
			if (!broken.get()) {
				return CompletableFuture.completedFuture(List.of(FIRST));
			}
			failures.updateAndGet((count) -> count + 1);
			return CompletableFuture.failedFuture(new UnknownHostException(host));
		});
		try (Http2Server server = Http2Server.cleartext("127.0.0.1", 0, 100);
				ClientUnderTest client = new ClientUnderTest(builder)) {
			SteadyLoad load = new SteadyLoad(client.client, "http://moving.example:" + server.port() + "/", () -> {
				broken.set(server.openConnections() > 0);
				return failures.get() >= 3;
			});
			assertThat(load.run(5)).isPositive();
			assertThat(server.connectionsMade()).isOne();
		}
	}

	@Test
	void connectionsAreSpreadOverTheAddresses() throws Exception {
		this.answer.set(List.of(FIRST, SECOND));
		H2ClientBuilder builder = builder().pool(PoolConfig.builder().maxConnections(6).build());
		try (Http2Server one = Http2Server.cleartext("127.0.0.1", 0, 1);
				Http2Server two = Http2Server.cleartext("127.0.0.2", one.port(), 1);
				ClientUnderTest client = new ClientUnderTest(builder)) {
			one.hold();
			two.hold();
			String uri = "http://two.example:" + one.port() + "/";
			List<CompletableFuture<H2Response>> calls = Stream
				.generate(() -> client.client.sendAsync(H2Request.get(uri).build()))
				.limit(6)
				.toList();
			assertThat(one.awaitRequests(3)).isTrue();
			assertThat(two.awaitRequests(3)).isTrue();
			assertThat(one.openConnections()).isEqualTo(3);
			assertThat(two.openConnections()).isEqualTo(3);
			one.release();
			two.release();
			for (CompletableFuture<H2Response> call : calls) {
				assertThat(await(call).status()).isEqualTo(200);
			}
		}
	}

	@Test
	void anAddressWhereNobodyListensIsFollowedByTheNext() throws Exception {
		this.answer.set(List.of(NOBODY, FIRST));
		try (Http2Server server = Http2Server.cleartext("127.0.0.1", 0, 100);
				ClientUnderTest client = new ClientUnderTest(builder())) {
			assertThat(await(get(client, server.port())).status()).isEqualTo(200);
		}
	}

	@Test
	void whereNobodyListensAtAnyAddressTheConnectionFails() throws Exception {
		this.answer.set(List.of(NOBODY, SECOND));
		try (Http2Server elsewhere = Http2Server.cleartext("127.0.0.1", 0, 100);
				ClientUnderTest client = new ClientUnderTest(builder())) {
			assertThat(error(get(client, elsewhere.port()))).isInstanceOf(H2Error.ConnectionFailed.class);
		}
	}

	/**
	 * It has the fewest connections, and would get every dial.
	 */
	@Test
	void anAddressThatAcceptsButDoesNotAnswerIsLeftAlone() throws Exception {
		this.answer.set(List.of(SECOND, FIRST));
		H2ClientBuilder builder = builder().http2(ClientUnderTest.http2(1 << 20, Duration.ofSeconds(1)))
			.pool(PoolConfig.builder().connectRetries(1).connectRetryDelay(Duration.ofMillis(10)).build());
		try (Http2Server server = Http2Server.cleartext("127.0.0.1", 0, 100);
				ServerSocket silent = new ServerSocket(server.port(), 10, SECOND);
				ClientUnderTest client = new ClientUnderTest(builder)) {
			assertThat(await(get(client, silent.getLocalPort())).status()).isEqualTo(200);
			assertThat(server.connectionsMade()).isOne();
		}
	}

	@Test
	void aHostWithoutAddressesCannotBeResolved() throws Exception {
		this.answer.set(List.of());
		try (ClientUnderTest client = new ClientUnderTest(builder())) {
			assertThat(error(get(client, 1))).isInstanceOf(H2Error.DnsResolutionFailed.class);
		}
	}

	@Test
	void theFaultOfAResolverIsAFailure() throws Exception {
		try (ClientUnderTest client = new ClientUnderTest(builder().resolver((host) -> {
			throw new IllegalStateException("a resolver's fault");
		}))) {
			assertThat(error(get(client, 1))).isInstanceOf(H2Error.DnsResolutionFailed.class);
		}
		try (ClientUnderTest client = new ClientUnderTest(
				builder().resolver((host) -> CompletableFuture.completedFuture(null)))) {
			assertThat(error(get(client, 1))).isInstanceOf(H2Error.DnsResolutionFailed.class);
		}
	}

	@Test
	void aResolverThatNeverAnswersIsGivenUp() throws Exception {
		H2ClientBuilder builder = builder()
			.transport(ClientUnderTest.transport().connectTimeout(Duration.ofMillis(100)).build())
			.resolver((host) -> new CompletableFuture<>());
		try (ClientUnderTest client = new ClientUnderTest(builder)) {
			assertThat(error(get(client, 1))).isInstanceOf(H2Error.ConnectionTimeout.class);
		}
	}

	private static CompletableFuture<H2Response> get(ClientUnderTest client, int port) {
		return client.client.sendAsync(H2Request.get("http://some.example:" + port + "/").build());
	}

}

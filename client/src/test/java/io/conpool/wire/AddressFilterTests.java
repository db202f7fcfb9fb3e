package io.conpool.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.conpool.H2ClientBuilder;
import io.conpool.endpoint.AddressFilter;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.error.InvalidSettingException;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolListener;
import io.conpool.testing.Http2Server;
import io.conpool.transport.ProxyConfig;
import io.conpool.transport.ProxyType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Addresses that a client must not connect to.
 */
class AddressFilterTests {

	private static final InetAddress FIRST = address("127.0.0.1");

	private static final InetAddress SECOND = address("127.0.0.2");

	private static final AddressFilter NOT_THE_FIRST = (address) -> !address.equals(FIRST);

	private static final AddressFilter OUTSIDE_ONLY = (address) -> !address.isLoopbackAddress();

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

	private static CompletableFuture<H2Response> get(ClientUnderTest client, String host, int port) {
		return client.client.sendAsync(H2Request.get("http://" + host + ":" + port + "/").build());
	}

	@Test
	void aHostWhoseAddressesAreAllRefusedIsNotConnectedTo() throws Exception {
		this.answer.set(List.of(FIRST, SECOND));
		try (Http2Server server = Http2Server.cleartext("127.0.0.1", 0, 100);
				ClientUnderTest client = new ClientUnderTest(builder().addressFilter(OUTSIDE_ONLY))) {
			assertThat(error(get(client, "inside.example", server.port())))
				.isEqualTo(new H2Error.AddressesRefused("inside.example", 2));
			assertThat(server.connectionsMade()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost" })
	void whatIsWrittenAsAnAddressIsNoWayAroundTheFilter(String host) throws Exception {
		try (Http2Server server = Http2Server.cleartext("127.0.0.1", 0, 100);
				ClientUnderTest client = new ClientUnderTest(ClientUnderTest.builder().addressFilter(OUTSIDE_ONLY))) {
			assertThat(error(get(client, host, server.port()))).isInstanceOf(H2Error.AddressesRefused.class);
			assertThat(server.connectionsMade()).isZero();
		}
	}

	@Test
	void onlyPermittedAddressesTakePartInTheRace() throws Exception {
		this.answer.set(List.of(FIRST, SECOND));
		try (Http2Server refused = Http2Server.cleartext("127.0.0.1", 0, 100);
				Http2Server permitted = Http2Server.cleartext("127.0.0.2", refused.port(), 100);
				ClientUnderTest client = new ClientUnderTest(builder().addressFilter(NOT_THE_FIRST))) {
			assertThat(await(get(client, "both.example", refused.port())).status()).isEqualTo(200);
			assertThat(permitted.connectionsMade()).isOne();
			assertThat(refused.connectionsMade()).isZero();
		}
	}

	@Test
	void aRefusedDialIsNotRepeated() throws Exception {
		AtomicInteger questions = new AtomicInteger();
		List<H2Error> failures = new CopyOnWriteArrayList<>();
		H2ClientBuilder builder = builder().addressFilter(OUTSIDE_ONLY)
			.pool(PoolConfig.builder().connectRetries(3).connectRetryDelay(Duration.ofMillis(1)).build())
			.resolver((host) -> {
				questions.incrementAndGet();
				return CompletableFuture.completedFuture(List.of(FIRST));
			})
			.poolListener(new PoolListener() {
				@Override
				public void onConnectFailed(Endpoint endpoint, H2Error error) {
					failures.add(error);
				}
			});
		try (ClientUnderTest client = new ClientUnderTest(builder)) {
			assertThat(error(get(client, "inside.example", 1))).isInstanceOf(H2Error.AddressesRefused.class);
			assertThat(questions).hasValue(1);
			assertThat(failures).containsExactly(new H2Error.AddressesRefused("inside.example", 1));
			assertThat(client.replays).isEmpty();
		}
	}

	@Test
	void whatIsRefusedDoesNotHoldUpOtherHosts() throws Exception {
		H2ClientBuilder builder = builder().addressFilter(NOT_THE_FIRST)
			.resolver((host) -> CompletableFuture
				.completedFuture(List.of(host.equals("inside.example") ? FIRST : SECOND)));
		try (Http2Server server = Http2Server.cleartext("127.0.0.2", 0, 100);
				ClientUnderTest client = new ClientUnderTest(builder)) {
			assertThat(error(get(client, "inside.example", server.port())))
				.isInstanceOf(H2Error.AddressesRefused.class);
			assertThat(await(get(client, "outside.example", server.port())).status()).isEqualTo(200);
		}
	}

	/** A failed answer, as far as the connections are concerned: they stay. */
	@Test
	void anAnswerToARefreshIsFilteredToo() throws Exception {
		this.answer.set(List.of(SECOND));
		AtomicInteger refusals = new AtomicInteger();
		H2ClientBuilder builder = builder().addressFilter((address) -> {
			boolean permitted = NOT_THE_FIRST.permits(address);
			refusals.addAndGet(permitted ? 0 : 1);
			return permitted;
		});
		try (Http2Server refused = Http2Server.cleartext("127.0.0.1", 0, 100);
				Http2Server permitted = Http2Server.cleartext("127.0.0.2", refused.port(), 100);
				ClientUnderTest client = new ClientUnderTest(builder)) {
			SteadyLoad load = new SteadyLoad(client.client, "http://moving.example:" + refused.port() + "/", () -> {
				if (permitted.requestsFrom("") >= 100) {
					this.answer.set(List.of(FIRST));
				}
				return refusals.get() >= 3;
			});
			assertThat(load.run(5)).isGreaterThanOrEqualTo(100);
			assertThat(refused.connectionsMade()).isZero();
			assertThat(permitted.connectionsMade()).isOne();
		}
	}

	@Test
	void aFilterThatThrowsPermitsNothing() throws Exception {
		AddressFilter faulty = (address) -> {
			throw new IllegalStateException("a filter's fault");
		};
		try (ClientUnderTest client = new ClientUnderTest(builder().addressFilter(faulty))) {
			assertThat(error(get(client, "some.example", 1))).isInstanceOf(H2Error.AddressesRefused.class);
		}
	}

	/** The proxy would find the addresses, and nobody would ask the filter. */
	@Test
	void aFilterCannotBeKeptThroughAProxy() {
		ProxyConfig proxy = ProxyConfig.of(ProxyType.HTTP, "proxy.example", 3128);
		H2ClientBuilder builder = ClientUnderTest.builder()
			.transport(ClientUnderTest.transport().proxy(proxy).build())
			.addressFilter(OUTSIDE_ONLY);
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(builder::build)
			.returns("transport.proxy.host", InvalidSettingException::setting)
			.returns("proxy.example", InvalidSettingException::value);
	}

}

package io.conpool.autoconfigure.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.conpool.H2Client;
import io.conpool.HttpProtocol;
import io.conpool.HttpProtocolHandler;
import io.conpool.autoconfigure.endpoint.ConnectionDescriptor.GoAwayDescriptor;
import io.conpool.autoconfigure.testsupport.FixedRegistry;
import io.conpool.autoconfigure.testsupport.ObservedHandler;
import io.conpool.autoconfigure.testsupport.TestServer;
import io.conpool.endpoint.Endpoint;
import io.conpool.http.ConnectionState;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import io.conpool.pool.Lease;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class H2ConpoolEndpointTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final Endpoint IPV6 = new Endpoint(Endpoint.Scheme.HTTPS, "[2001:db8::1]", 8443);

	private final TestServer server = new TestServer();

	private final HttpProtocolHandler http2 = H2Client.builder().protocolHandler();

	private final ObservedHandler handler = new ObservedHandler(this.http2);

	private final Conpool<HttpConnection> pool = new Conpool<>(this.handler,
			PoolConfig.builder().connectRetries(0).build(), this.http2.scheduler(), PoolListener.all(List.of()));

	private final H2ConpoolEndpoint endpoint = new H2ConpoolEndpoint(
			new FixedRegistry(Set.of("shop", "unused"), Map.of("shop", this.pool)));

	@AfterEach
	void stopThreads() {
		this.pool.close();
		this.http2.close();
		this.server.close();
	}

	@Test
	void anUnusedPoolHasNoEndpoints() {
		ClientDescriptor shop = this.endpoint.client("shop");
		assertThat(shop.running()).isTrue();
		assertThat(shop.limits()).isEqualTo(new ClientDescriptor.LimitsDescriptor(10, 0, 10_000));
		assertThat(shop.endpoints()).isEmpty();
		assertThat(this.endpoint.endpoint("shop", "https:example.org:443")).isNull();
		assertThat(this.endpoint.clear("shop", "https:example.org:443")).isFalse();
		assertThat(this.endpoint.evict("shop", "https:example.org:443", "1")).isFalse();
	}

	@Test
	void aClientThatDoesNotRunIsShownAsSuch() {
		assertThat(this.endpoint.clients().clients()).containsOnlyKeys("shop", "unused");
		assertThat(this.endpoint.client("unused")).isEqualTo(new ClientDescriptor(false, null, List.of()));
		assertThat(this.endpoint.clear("unused", "https:example.org:443")).isFalse();
		assertThat(this.endpoint.evict("unused", "https:example.org:443", "1")).isFalse();
	}

	@Test
	void thereIsNothingOfAnUnknownClient() {
		assertThat(this.endpoint.client("shpo")).isNull();
		assertThat(this.endpoint.endpoint("shpo", "https:example.org:443")).isNull();
		assertThat(this.endpoint.clear("shpo", "https:example.org:443")).isFalse();
		assertThat(this.endpoint.evict("shpo", "https:example.org:443", "1")).isFalse();
	}

	@Test
	void oneConnectionIsEvictedByItsId() {
		try (Lease<HttpConnection> lease = acquire()) {
			String id = "http:127.0.0.1:" + this.server.endpoint().port();
			assertThat(this.endpoint.evict("shop", id, "unknown")).isFalse();
			assertThat(this.endpoint.endpoint("shop", id).connections().active()).isOne();
			assertThat(this.endpoint.evict("shop", id, lease.state().id())).isTrue();
			assertThat(this.endpoint.endpoint("shop", id).connections().draining()).isOne();
			assertThat(this.endpoint.evict("shop", id, lease.state().id())).isTrue();
		}
	}

	@Test
	void theIdOfAnIpv6EndpointHasNoBrackets() {
		this.handler.breakDown(IPV6);
		assertThat(this.pool.acquire(IPV6)).isCompletedExceptionally();
		EndpointDescriptor descriptor = this.endpoint.endpoint("shop", "https:2001:db8::1:8443");
		assertThat(descriptor.origin()).isEqualTo("https://[2001:db8::1]:8443");
		assertThat(this.endpoint.clear("shop", "https:2001:db8::1:8443")).isTrue();
	}

	@Test
	void theLastConnectErrorIsShown() {
		this.handler.breakDown(this.server.endpoint());
		assertThat(this.pool.acquire(this.server.endpoint())).isCompletedExceptionally();
		EndpointDescriptor descriptor = this.endpoint.client("shop").endpoints().get(0);
		assertThat(descriptor.lastError()).isEqualTo("cannot connect to " + this.server.endpoint() + ": refused");
		assertThat(descriptor.connectErrors()).isOne();
		assertThat(descriptor.open()).isEmpty();
	}

	@Test
	void aGoAwayIsShownWithItsConnection() {
		try (Lease<HttpConnection> lease = acquire()) {
			this.server.goAway();
			assertThat(this.handler.drained()).succeedsWithin(SOON);
			ConnectionDescriptor connection = this.endpoint.client("shop").endpoints().get(0).open().get(0);
			assertThat(connection.id()).isEqualTo(lease.state().id());
			assertThat(connection.state()).isEqualTo(ConnectionState.DRAINING);
			assertThat(connection.goAway()).isEqualTo(new GoAwayDescriptor("NO_ERROR", 0));
		}
	}

	@Test
	void aConnectionOfHttp1HasNothingThatOnlyHttp2Has() throws IOException {
		HttpProtocolHandler http1 = H2Client.builder().protocol(HttpProtocol.AUTO).protocolHandler();
		try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Conpool<HttpConnection> connections = new Conpool<>(http1, PoolConfig.defaults(), http1.scheduler(),
						PoolListener.all(List.of()))) {
			Endpoint to = new Endpoint(Endpoint.Scheme.HTTP, "localhost", listening.getLocalPort());
			try (Lease<HttpConnection> lease = connections.acquire(to)
				.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
				.join()) {
				ConnectionDescriptor connection = ClientDescriptor.of(connections).endpoints().get(0).open().get(0);
				assertThat(connection.id()).isEqualTo(lease.state().id());
				assertThat(connection.protocolVersion()).isEqualTo("1.1");
				assertThat(connection.streams().capacity()).isOne();
				assertThat(connection.lastStreamId()).isNull();
				assertThat(connection.peerSettings()).isNull();
				assertThat(connection.goAway()).isNull();
			}
		}
		finally {
			http1.close();
		}
	}

	private Lease<HttpConnection> acquire() {
		return this.pool.acquire(this.server.endpoint()).orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
	}

}

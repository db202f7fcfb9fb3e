package io.conpool.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.conpool.ClientResources;
import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.HttpProtocolHandler;
import io.conpool.connection.http2.Http2Config;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolListener;
import io.conpool.testing.Http2Server;
import io.conpool.transport.PendingTasks;
import io.conpool.transport.TlsConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several clients over one set of threads.
 */
class SharedResourcesTests {

	private static final InetAddress SERVER = address("127.0.0.1");

	private static final InetAddress NOBODY = address("127.0.0.3");

	private final ClientResources resources = ClientResources.start(ClientUnderTest.transport().build());

	private static InetAddress address(String literal) {
		try {
			return InetAddress.getByName(literal);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@AfterEach
	void stop() {
		this.resources.close();
	}

	private H2ClientBuilder builder() {
		return ClientUnderTest.builder().resources(this.resources);
	}

	private static CompletableFuture<H2Response> get(H2Client client, String uri) {
		return client.sendAsync(H2Request.get(uri).build());
	}

	private static String uri(Http2Server server) {
		return "http://127.0.0.1:" + server.port() + "/";
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("conpool-h2-"))
			.collect(Collectors.toSet());
	}

	@Test
	void clientsWithDifferentTlsAndPoolsWorkSideBySide() throws Exception {
		X509Bundle certificate = new CertificateBuilder().subject("CN=localhost")
			.addSanDnsName("localhost")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		SslContext tls = SslContextBuilder.forServer(certificate.toKeyManagerFactory())
			.sslProvider(SslProvider.JDK)
			.applicationProtocolConfig(
					new ApplicationProtocolConfig(Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE,
							SelectedListenerFailureBehavior.ACCEPT, ApplicationProtocolNames.HTTP_2))
			.build();
		TlsConfig trusting = new TlsConfig(null, certificate.toTrustManagerFactory(), TlsConfig.defaults().protocols(),
				List.of());
		try (Http2Server server = Http2Server.tls("127.0.0.1", 0, tls);
				H2Client trusts = builder().tls(trusting).build();
				H2Client doubts = builder().pool(PoolConfig.builder().connectRetries(0).maxConnections(1).build())
					.build()) {
			String uri = "https://localhost:" + server.port() + "/";
			assertThat(await(get(trusts, uri)).status()).isEqualTo(200);
			assertThat(error(get(doubts, uri))).isInstanceOf(H2Error.TlsHandshakeFailed.class);
			assertThat(await(get(trusts, uri)).status()).isEqualTo(200);
			assertThat(server.requestsFrom("")).isEqualTo(2);
		}
	}

	@Test
	void noThreadRunsBeforeThereIsSomethingToDo() {
		Set<Thread> before = threads();
		try (ClientResources idle = ClientResources.start(ClientUnderTest.transport().build())) {
			assertThat(idle.scheduler()).isNotSameAs(this.resources.scheduler());
			assertThat(before).containsAll(threads());
		}
	}

	@Test
	void moreClientsNeedNoMoreThreads() throws Exception {
		Set<Thread> before = threads();
		List<H2Client> clients = new ArrayList<>();
		try (Http2Server server = Http2Server.cleartext("127.0.0.1", 0, 100)) {
			for (int i = 0; i < 50; i++) {
				H2Client client = builder().build();
				clients.add(client);
				assertThat(await(get(client, uri(server))).status()).isEqualTo(200);
			}
			assertThat(server.openConnections()).isEqualTo(50);
			Set<Thread> ours = threads();
			ours.removeAll(before);
			assertThat(ours.stream().filter((thread) -> thread.getName().startsWith("conpool-h2-loop"))).hasSize(1);
			assertThat(ours.stream().filter((thread) -> thread.getName().startsWith("conpool-h2-timer"))).hasSize(1);
			// At most four resolve names, and callbacks run on as many as there are
			// processors.
			assertThat(ours).hasSizeLessThanOrEqualTo(2 + 4 + Math.max(2, Runtime.getRuntime().availableProcessors()));
		}
		finally {
			clients.forEach(H2Client::close);
		}
	}

	@Test
	void aClientThatIsClosedLeavesTheOthersAlone() throws Exception {
		try (Http2Server server = Http2Server.cleartext("127.0.0.1", 0, 100); H2Client stays = builder().build()) {
			H2Client goes = builder().build();
			assertThat(await(get(stays, uri(server))).status()).isEqualTo(200);
			assertThat(await(get(goes, uri(server))).status()).isEqualTo(200);
			goes.close();
			assertThat(error(get(goes, uri(server)))).isInstanceOf(H2Error.ClientClosed.class);
			assertThat(await(get(stays, uri(server))).status()).isEqualTo(200);
			assertThat(server.connectionsMade()).isEqualTo(2);
		}
	}

	@Test
	void theirPartsCanBeMadeOneByOne() throws Exception {
		H2ClientBuilder builder = builder();
		try (Http2Server server = Http2Server.cleartext("127.0.0.1", 0, 100);
				H2Client other = builder().build();
				HttpProtocolHandler handler = builder.protocolHandler();
				Conpool<HttpConnection> pool = builder.pool(handler, handler.scheduler());
				H2Client client = builder.client(pool, handler.scheduler())) {
			assertThat(handler.scheduler()).isSameAs(this.resources.scheduler());
			assertThat(await(get(client, uri(server))).status()).isEqualTo(200);
			client.close();
			pool.close();
			handler.close();
			assertThat(await(get(other, uri(server))).status()).isEqualTo(200);
		}
	}

	@Test
	void aHandlerThatIsClosedTakesItsOwnConnectionsWithIt() throws Exception {
		H2ClientBuilder builder = builder();
		try (Http2Server server = Http2Server.cleartext("127.0.0.1", 0, 100); H2Client other = builder().build()) {
			server.hold();
			HttpProtocolHandler handler = builder.protocolHandler();
			Conpool<HttpConnection> pool = builder.pool(handler, handler.scheduler());
			H2Client client = builder.client(pool, handler.scheduler());
			CompletableFuture<H2Response> othersCall = get(other, uri(server));
			CompletableFuture<H2Response> call = get(client, uri(server));
			assertThat(server.awaitRequests(2)).isTrue();
			handler.close();
			assertThat(error(call)).isInstanceOf(H2Error.ConnectionLost.class);
			assertThat(error(get(client, uri(server)))).isInstanceOf(H2Error.ClientClosed.class);
			server.release();
			assertThat(await(othersCall).status()).isEqualTo(200);
			client.close();
			pool.close();
		}
	}

	@Test
	void callbacksRunOnTheSharedThreads() throws Exception {
		try (Http2Server server = Http2Server.cleartext("127.0.0.1", 0, 100); H2Client stays = builder().build()) {
			H2Client goes = builder().build();
			assertThat(await(get(goes, uri(server))).status()).isEqualTo(200);
			goes.close();
			server.hold();
			CompletableFuture<String> name = get(stays, uri(server)).thenApply((response) -> threadName());
			server.release();
			assertThat(name.get(10, TimeUnit.SECONDS)).startsWith("conpool-h2-callback");
		}
	}

	@Test
	void callbacksRunWhereTheApplicationSaysAndThatIsNotStopped() throws Exception {
		ExecutorService ours = Executors.newSingleThreadExecutor((task) -> new Thread(task, "application"));
		ExecutorService one = Executors.newSingleThreadExecutor((task) -> new Thread(task, "one-client"));
		ClientResources threads = ClientResources.builder()
			.transport(ClientUnderTest.transport().build())
			.callbackExecutor(ours)
			.start();
		try (Http2Server server = Http2Server.cleartext("127.0.0.1", 0, 100);
				H2Client all = ClientUnderTest.builder().resources(threads).build();
				H2Client other = ClientUnderTest.builder().resources(threads).callbackExecutor(one).build()) {
			server.hold();
			CompletableFuture<String> name = get(all, uri(server)).thenApply((response) -> threadName());
			CompletableFuture<String> othersName = get(other, uri(server)).thenApply((response) -> threadName());
			server.release();
			assertThat(name.get(10, TimeUnit.SECONDS)).isEqualTo("application");
			assertThat(othersName.get(10, TimeUnit.SECONDS)).isEqualTo("one-client");
		}
		finally {
			threads.close();
			assertThat(ours.isShutdown() || one.isShutdown()).isFalse();
			ours.shutdown();
			one.shutdown();
		}
	}

	private static String threadName() {
		return Thread.currentThread().getName();
	}

	@Test
	void clientsThatAreClosedLeaveNothingScheduled() throws Exception {
		Http2Config fixedWindows = Http2Config.builder().adaptiveWindows(false).build();
		try (Http2Server server = Http2Server.cleartext("127.0.0.1", 0, 100);
				H2Client stays = builder().http2(fixedWindows).build()) {
			assertThat(await(get(stays, uri(server))).status()).isEqualTo(200);
			long before = PendingTasks.of(this.resources.scheduler());
			for (int i = 0; i < 200; i++) {
				useAndClose(server);
			}
			// On the one event loop this comes after what the closed ones had to do
			// there.
			assertThat(await(get(stays, uri(server))).status()).isEqualTo(200);
			assertThat(PendingTasks.of(this.resources.scheduler())).isEqualTo(before);
		}
	}

	/**
	 * A connection, a dial in its pause for an hour, and one that waits for addresses.
	 */
	private void useAndClose(Http2Server server) throws Exception {
		CountDownLatch failed = new CountDownLatch(1);
		CountDownLatch asked = new CountDownLatch(1);
		H2Client client = builder()
			.pool(PoolConfig.builder()
				.connectRetries(1)
				.connectRetryDelay(Duration.ofHours(1))
				.maxConnectRetryDelay(Duration.ofHours(1))
				.build())
			.resolver((host) -> {
				if (host.equals("silent.example")) {
					asked.countDown();
					return new CompletableFuture<>();
				}
				return CompletableFuture.completedFuture(List.of(host.equals("down.example") ? NOBODY : SERVER));
			})
			.poolListener(new PoolListener() {
				@Override
				public void onConnectFailed(Endpoint endpoint, H2Error error) {
					failed.countDown();
				}
			})
			.build();
		assertThat(await(get(client, uri(server))).status()).isEqualTo(200);
		CompletableFuture<H2Response> down = get(client, "http://down.example:" + server.port() + "/");
		CompletableFuture<H2Response> silent = get(client, "http://silent.example/");
		assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
		client.close();
		assertThat(error(down)).isInstanceOf(H2Error.ClientClosed.class);
		assertThat(error(silent)).isInstanceOf(H2Error.ClientClosed.class);
	}

}

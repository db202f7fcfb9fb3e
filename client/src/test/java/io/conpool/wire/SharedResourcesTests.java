package io.conpool.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.conpool.ClientResources;
import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.HttpProtocolHandler;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolConfig;
import io.conpool.testing.Http2Server;
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

	private final ClientResources resources = ClientResources.start(ClientUnderTest.transport().build());

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

}

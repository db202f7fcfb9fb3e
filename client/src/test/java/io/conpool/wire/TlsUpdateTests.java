package io.conpool.wire;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.HttpProtocolHandler;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.error.InvalidSettingException;
import io.conpool.http.H2Request;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import io.conpool.testing.Http2Server;
import io.conpool.transport.PlainTrust;
import io.conpool.transport.TlsConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Certificates that are replaced while the client runs. The server asks for the client's.
 */
class TlsUpdateTests {

	private static X509Bundle issuer;

	private static X509Bundle server;

	private static X509Bundle old;

	private static X509Bundle young;

	private Http2Server peer;

	private HttpProtocolHandler handler;

	private Conpool<HttpConnection> pool;

	private H2Client client;

	@BeforeAll
	static void makeCertificates() throws Exception {
		issuer = new CertificateBuilder().subject("CN=issuer").setIsCertificateAuthority(true).buildSelfSigned();
		server = new CertificateBuilder().subject("CN=localhost").addSanDnsName("localhost").buildIssuedBy(issuer);
		old = new CertificateBuilder().subject("CN=old").buildIssuedBy(issuer);
		young = new CertificateBuilder().subject("CN=young").buildIssuedBy(issuer);
	}

	@BeforeEach
	void open() throws Exception {
		SslContext tls = SslContextBuilder.forServer(server.toKeyManagerFactory())
			.trustManager(issuer.toTrustManagerFactory())
			.clientAuth(ClientAuth.REQUIRE)
			.sslProvider(SslProvider.JDK)
			.applicationProtocolConfig(
					new ApplicationProtocolConfig(Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE,
							SelectedListenerFailureBehavior.ACCEPT, ApplicationProtocolNames.HTTP_2))
			.build();
		this.peer = Http2Server.tls("127.0.0.1", 0, tls);
		H2ClientBuilder builder = ClientUnderTest.builder().tls(as(old.toKeyManagerFactory()));
		this.handler = builder.protocolHandler();
		this.pool = builder.pool(this.handler, this.handler.scheduler());
		this.client = builder.client(this.pool, this.handler.scheduler());
	}

	@AfterEach
	void close() {
		this.client.close();
		this.pool.close();
		this.handler.close();
		this.peer.close();
	}

	private static TlsConfig as(KeyManagerFactory keys) throws Exception {
		return new TlsConfig(keys, issuer.toTrustManagerFactory(), TlsConfig.defaults().protocols(), List.of());
	}

	private String uri() {
		return "https://localhost:" + this.peer.port() + "/";
	}

	@Test
	void theServerSeesTheNewCertificateAndNothingFails() throws Exception {
		TlsConfig update = as(young.toKeyManagerFactory());
		AtomicBoolean updated = new AtomicBoolean();
		SteadyLoad load = new SteadyLoad(this.client, uri(), () -> {
			if (this.peer.requestsFrom("CN=old") >= 1_000 && updated.compareAndSet(false, true)) {
				this.handler.updateTls(update);
			}
			return this.peer.requestsFrom("CN=young") >= 1_000 && this.peer.openConnections() == 1;
		});
		int answered = load.run(20);
		assertThat(this.peer.requestsFrom("CN=old") + this.peer.requestsFrom("CN=young")).isEqualTo(answered);
		assertThat(this.peer.connectionsMade()).isEqualTo(2);
	}

	@Test
	void aCertificateThatIsNotTrustedAnyMoreIsRefused() throws Exception {
		assertThat(await(this.client.sendAsync(H2Request.get(uri()).build())).status()).isEqualTo(200);
		X509Bundle stranger = new CertificateBuilder().subject("CN=stranger")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		this.handler.updateTls(new TlsConfig(old.toKeyManagerFactory(), stranger.toTrustManagerFactory(),
				TlsConfig.defaults().protocols(), List.of()));
		this.pool.clear(Endpoint.of(URI.create(uri())));
		assertThat(error(this.client.sendAsync(H2Request.get(uri()).build())))
			.isInstanceOf(H2Error.TlsHandshakeFailed.class);
	}

	@Test
	void anUpdateToAPlainTrustManagerDoesNotLiftTheCheckOfTheHostsName() throws Exception {
		PlainTrust trust = new PlainTrust(issuer.toTrustManagerFactory());
		this.handler
			.updateTls(new TlsConfig(old.toKeyManagerFactory(), trust, TlsConfig.defaults().protocols(), List.of()));
		assertThat(await(this.client.sendAsync(H2Request.get(uri()).build())).status()).isEqualTo(200);
		assertThat(error(this.client.sendAsync(H2Request.get("https://127.0.0.1:" + this.peer.port() + "/").build())))
			.isInstanceOf(H2Error.TlsHandshakeFailed.class);
		assertThat(trust.checks()).isEqualTo(2);
	}

	@Test
	void whatCannotBeUsedChangesNothing() throws Exception {
		TrustManagerFactory empty = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		TlsConfig unusable = new TlsConfig(null, empty, TlsConfig.defaults().protocols(), List.of());
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> this.handler.updateTls(unusable));
		for (String round : Stream.of("first", "second").toList()) {
			assertThat(await(this.client.sendAsync(H2Request.get(uri()).build())).status()).as(round).isEqualTo(200);
		}
		assertThat(this.peer.requestsFrom("CN=old")).isEqualTo(2);
	}

}

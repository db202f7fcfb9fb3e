package io.conpool.connection.http1;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

import io.conpool.H2Client;
import io.conpool.HttpProtocol;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.testing.BytePeer;
import io.conpool.testing.FramePeer;
import io.conpool.transport.TlsConfig;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * ALPN decides which version of HTTP is spoken, connection by connection; and what TLS
 * says about a response's end (RFC 9112 section 9.8).
 */
class Http1TlsTests {

	private static X509Bundle certificate;

	private static SSLContext context;

	@BeforeAll
	static void makeCertificate() throws Exception {
		certificate = new CertificateBuilder().subject("CN=localhost")
			.addSanDnsName("localhost")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		context = SSLContext.getInstance("TLS");
		context.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
	}

	private static H2Client client(HttpProtocol protocol, String version) throws Exception {
		return Http1Test.builder()
			.protocol(protocol)
			.tls(new TlsConfig(null, certificate.toTrustManagerFactory(), List.of(version), List.of()))
			.build();
	}

	@ParameterizedTest
	@EnumSource(value = HttpProtocol.class, names = { "H2C", "AUTO" })
	void aServerWithoutHttp2IsServedInHttp1(HttpProtocol protocol) throws Exception {
		try (BytePeer peer = BytePeer.tls(context, "http/1.1"); H2Client client = client(protocol, "TLSv1.3")) {
			CompletableFuture<H2Response> response = client.sendAsync(H2Request.get(peer.uri("/")).build());
			peer.accept().expectRequest();
			peer.respond("secure");
			assertThat(response.get(10, TimeUnit.SECONDS).bodyAsString()).isEqualTo("secure");
			assertThat(peer.applicationProtocol()).isEqualTo("http/1.1");
		}
	}

	@Test
	void aServerWithoutAlpnIsServedInHttp1() throws Exception {
		try (BytePeer peer = BytePeer.tls(context); H2Client client = client(HttpProtocol.AUTO, "TLSv1.2")) {
			CompletableFuture<H2Response> response = client.sendAsync(H2Request.get(peer.uri("/")).build());
			assertThat(peer.accept().expectRequest().get(0)).isEqualTo("GET / HTTP/1.1");
			peer.respond("old");
			assertThat(response.get(10, TimeUnit.SECONDS).bodyAsString()).isEqualTo("old");
		}
	}

	@Test
	void http2IsPreferredWhereTheServerHasBoth() throws Exception {
		try (FramePeer peer = FramePeer.tls(context, "h2", "http/1.1");
				H2Client client = client(HttpProtocol.AUTO, "TLSv1.3")) {
			CompletableFuture<H2Response> response = client.sendAsync(H2Request.get(peer.uri("/")).build());
			peer.handshake().respond(peer.expectRequest(), "new");
			assertThat(response.get(10, TimeUnit.SECONDS).bodyAsString()).isEqualTo("new");
			assertThat(peer.applicationProtocol()).isEqualTo("h2");
		}
	}

	@Test
	void cleartextIsHttp2ByPriorKnowledgeWhereTheClientSaysSo() throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); H2Client client = client(HttpProtocol.H2C, "TLSv1.3")) {
			CompletableFuture<H2Response> response = client.sendAsync(H2Request.get(peer.uri("/")).build());
			peer.handshake().respond(peer.expectRequest(), "h2c");
			assertThat(response.get(10, TimeUnit.SECONDS).bodyAsString()).isEqualTo("h2c");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void contentThatEndsWithCloseNotifyIsComplete(String version) throws Exception {
		try (BytePeer peer = BytePeer.tls(context, "http/1.1"); H2Client client = client(HttpProtocol.AUTO, version)) {
			CompletableFuture<H2Response> response = client.sendAsync(H2Request.get(peer.uri("/")).build());
			peer.accept().expectRequest();
			peer.send("HTTP/1.1 200 OK\r\n\r\ncomplete").drop();
			assertThat(response.get(10, TimeUnit.SECONDS).bodyAsString()).isEqualTo("complete");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void contentThatEndsWithoutCloseNotifyMayHaveBeenCut(String version) throws Exception {
		try (BytePeer peer = BytePeer.tls(context, "http/1.1"); H2Client client = client(HttpProtocol.AUTO, version)) {
			CompletableFuture<H2Response> response = client.sendAsync(H2Request.get(peer.uri("/")).build());
			peer.accept().expectRequest();
			peer.send("HTTP/1.1 200 OK\r\n\r\ncut?").dropWithoutCloseNotify();
			assertThat(Http1Test.error(response)).isInstanceOf(H2Error.ConnectionLost.class);
		}
	}

}

package io.conpool.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLContext;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.testing.FramePeer;
import io.conpool.transport.PlainTrust;
import io.conpool.transport.TlsConfig;
import io.conpool.transport.TransportConfig;
import io.conpool.transport.TransportType;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * TLS with ALPN (RFC 9113 sections 3.2, 9.2). BoringSSL is on the class path of this
 * module's tests; the Spring modules' tests use the JDK's TLS.
 */
class TlsTests {

	private static X509Bundle localhost;

	private static X509Bundle otherHost;

	@BeforeAll
	static void makeCertificates() throws Exception {
		localhost = certificate("localhost");
		otherHost = certificate("other.example");
	}

	private static X509Bundle certificate(String host) throws Exception {
		return new CertificateBuilder().subject("CN=" + host)
			.addSanDnsName(host)
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void alpnChoosesHttp2(String version) throws Exception {
		try (FramePeer peer = peer(localhost, "http/1.1", "h2");
				ClientUnderTest client = trusting(localhost, List.of(version))) {
			CompletableFuture<H2Response> response = client.get(peer);
			peer.handshake().respond(peer.expectRequest(), "secure");
			assertThat(await(response).bodyAsString()).isEqualTo("secure");
			assertThat(peer.applicationProtocol()).isEqualTo("h2");
		}
	}

	@Test
	void anAddressThatRefusesIsFollowedByTheNext() throws Exception {
		List<InetAddress> addresses = List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1"));
		try (FramePeer peer = peer(localhost, "h2");
				ClientUnderTest client = new ClientUnderTest(ClientUnderTest.builder()
					.tls(new TlsConfig(null, localhost.toTrustManagerFactory(), List.of("TLSv1.3"), List.of()))
					.resolver((host) -> CompletableFuture.completedFuture(addresses)))) {
			CompletableFuture<H2Response> response = client.get(peer);
			peer.handshake().respond(peer.expectRequest(), "second address");
			assertThat(await(response).bodyAsString()).isEqualTo("second address");
		}
	}

	/** RFC 9113 section 9.2. */
	@Test
	void theHostsNameIsSentBySni() throws Exception {
		try (FramePeer peer = peer(otherHost, "h2");
				ClientUnderTest client = new ClientUnderTest(ClientUnderTest.builder()
					.tls(new TlsConfig(null, otherHost.toTrustManagerFactory(), List.of("TLSv1.3"), List.of()))
					.resolver(
							(host) -> CompletableFuture.completedFuture(List.of(InetAddress.getLoopbackAddress()))))) {
			CompletableFuture<H2Response> response = client.client
				.sendAsync(H2Request.get("https://other.example:" + peer.port() + "/").build());
			peer.handshake().respond(peer.expectRequest(), "ok");
			assertThat(await(response).status()).isEqualTo(200);
			assertThat(peer.requestedServerName()).isEqualTo("other.example");
		}
	}

	@Test
	void anUntrustedCertificateIsRefused() throws Exception {
		try (FramePeer peer = peer(localhost, "h2"); ClientUnderTest client = new ClientUnderTest()) {
			assertThatTlsFails(peer, client);
		}
	}

	@Test
	void aCertificateForAnotherHostIsRefused() throws Exception {
		try (FramePeer peer = peer(otherHost, "h2"); ClientUnderTest client = trusting(otherHost, List.of("TLSv1.3"))) {
			assertThatTlsFails(peer, client);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void aPlainTrustManagerDoesNotLiftTheCheckOfTheHostsName(String version) throws Exception {
		TlsConfig plain = new TlsConfig(null, new PlainTrust(otherHost.toTrustManagerFactory()), List.of(version),
				List.of());
		try (FramePeer peer = peer(otherHost, "h2");
				ClientUnderTest client = new ClientUnderTest(ClientUnderTest.builder().tls(plain))) {
			assertThatTlsFails(peer, client);
		}
	}

	@Test
	void aServerWithoutHttp2IsRefused() throws Exception {
		try (FramePeer peer = peer(localhost, "http/1.1");
				ClientUnderTest client = trusting(localhost, List.of("TLSv1.3"))) {
			assertThatTlsFails(peer, client);
		}
	}

	@Test
	void aServerWithoutAlpnIsRefusedWithTheReason() throws Exception {
		try (FramePeer peer = peer(localhost); ClientUnderTest client = trusting(localhost, List.of("TLSv1.3"))) {
			assertThat(assertThatTlsFails(peer, client).message()).contains("ALPN chose no protocol (expected: 'h2')");
		}
	}

	private static H2Error assertThatTlsFails(FramePeer peer, ClientUnderTest client) throws Exception {
		CompletableFuture<H2Response> response = client.get(peer);
		peer.expectFailingHandshake();
		H2Error error = error(response);
		assertThat(error).isInstanceOf(H2Error.TlsHandshakeFailed.class);
		assertThat(error.isUnprocessed()).isTrue();
		assertThat(error.isRetryable()).isFalse();
		return error;
	}

	@Test
	void aServerThatNeverAnswersIsGivenUp() throws Exception {
		TransportConfig impatient = ClientUnderTest.transport()
			.type(TransportType.NIO)
			.tlsHandshakeTimeout(Duration.ofMillis(200))
			.build();
		try (FramePeer silent = FramePeer.cleartext();
				ClientUnderTest client = new ClientUnderTest(ClientUnderTest.builder().transport(impatient))) {
			CompletableFuture<H2Response> response = client.client
				.sendAsync(H2Request.get("https://localhost:" + silent.port() + "/").build());
			silent.accept();
			assertThat(error(response)).isInstanceOfSatisfying(H2Error.TlsHandshakeFailed.class,
					(failed) -> assertThat(failed.transientIo()).isTrue());
		}
	}

	/** RFC 9113 section 9.2.1; there is none in TLS 1.3. */
	@Test
	void aRenegotiationEndsTheConnection() throws Exception {
		try (FramePeer peer = peer(localhost, "h2"); ClientUnderTest client = trusting(localhost, List.of("TLSv1.2"))) {
			CompletableFuture<H2Response> response = client.get(peer);
			peer.handshake().expectRequest();
			peer.renegotiate();
			assertThat(Http2ErrorCode.of(peer.expectGoAwayAndClose())).isEqualTo(Http2ErrorCode.PROTOCOL_ERROR);
			assertThat(error(response)).isInstanceOfSatisfying(H2Error.ProtocolError.class,
					(breach) -> assertThat(breach.code()).isEqualTo(Http2ErrorCode.PROTOCOL_ERROR));
			assertThat(client.openStreams()).isZero();
		}
	}

	@Test
	void aServerThatClosesDuringTheHandshakeMayBeTriedAgain() throws Exception {
		try (FramePeer rude = FramePeer.cleartext(); ClientUnderTest client = new ClientUnderTest()) {
			CompletableFuture<H2Response> response = client.client
				.sendAsync(H2Request.get("https://localhost:" + rude.port() + "/").build());
			rude.accept().drop();
			assertThat(error(response).isRetryable()).isTrue();
		}
	}

	private static FramePeer peer(X509Bundle certificate, String... protocols) throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
		return FramePeer.tls(context, protocols);
	}

	private static ClientUnderTest trusting(X509Bundle certificate, List<String> versions) throws IOException {
		return new ClientUnderTest(ClientUnderTest.builder()
			.tls(new TlsConfig(null, certificate.toTrustManagerFactory(), versions, List.of())));
	}

}

package io.conpool.wire;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLContext;

import io.conpool.H2ClientBuilder;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.testing.FramePeer;
import io.conpool.testing.Http2Server;
import io.conpool.testing.ProxyServer;
import io.conpool.transport.ProxyConfig;
import io.conpool.transport.ProxyType;
import io.conpool.transport.TlsConfig;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The way through a proxy. The hosts' names exist nowhere but there.
 */
class ProxyTests {

	private static ProxyServer start(ProxyType type, String username, String password) throws IOException {
		return (type == ProxyType.HTTP) ? ProxyServer.http(username, password) : ProxyServer.socks5(username, password);
	}

	private static ProxyConfig config(ProxyType type, int port) {
		return ProxyConfig.of(type, "localhost", port);
	}

	private static H2ClientBuilder by(ProxyConfig proxy) {
		return ClientUnderTest.builder().transport(ClientUnderTest.transport().proxy(proxy).build());
	}

	private static CompletableFuture<H2Response> get(ClientUnderTest client, String uri) {
		return client.client.sendAsync(H2Request.get(uri).build());
	}

	@ParameterizedTest
	@EnumSource
	void requestsGoThroughTheProxyWhichResolvesTheName(ProxyType type) throws Exception {
		try (Http2Server server = Http2Server.cleartext("127.0.0.1", 0, 100);
				ProxyServer proxy = start(type, null, null);
				ClientUnderTest client = new ClientUnderTest(by(config(type, proxy.port())))) {
			assertThat(await(get(client, "http://inside.invalid:" + server.port() + "/")).status()).isEqualTo(200);
			assertThat(proxy.destinations()).containsExactly("inside.invalid");
		}
	}

	@ParameterizedTest
	@EnumSource
	void anAddressIsGivenToTheProxyAsItIs(ProxyType type) throws Exception {
		try (Http2Server server = Http2Server.cleartext("127.0.0.1", 0, 100);
				ProxyServer proxy = start(type, null, null);
				ClientUnderTest client = new ClientUnderTest(by(config(type, proxy.port())))) {
			assertThat(await(get(client, "http://192.0.2.1:" + server.port() + "/")).status()).isEqualTo(200);
			assertThat(proxy.destinations()).containsExactly("192.0.2.1");
		}
	}

	@ParameterizedTest
	@EnumSource
	void credentialsAreGiven(ProxyType type) throws Exception {
		try (Http2Server server = Http2Server.cleartext("127.0.0.1", 0, 100);
				ProxyServer proxy = start(type, "somebody", "s3cret");
				ClientUnderTest client = new ClientUnderTest(
						by(config(type, proxy.port()).withCredentials("somebody", "s3cret")))) {
			assertThat(await(get(client, "http://inside.invalid:" + server.port() + "/")).status()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@EnumSource
	void wrongCredentialsAreRefusedForGood(ProxyType type) throws Exception {
		try (ProxyServer proxy = start(type, "somebody", "s3cret");
				ClientUnderTest client = new ClientUnderTest(
						by(config(type, proxy.port()).withCredentials("somebody", "wr0ng")))) {
			H2Error error = error(get(client, "http://inside.invalid:80/"));
			assertThat(error).isInstanceOfSatisfying(H2Error.ProxyRefused.class,
					(refused) -> assertThat(refused.authentication()).isTrue());
			assertThat(error.message()).contains("localhost", "inside.invalid")
				.doesNotContain("wr0ng")
				.doesNotContain("somebody");
		}
	}

	@ParameterizedTest
	@EnumSource
	void missingCredentialsAreAskedFor(ProxyType type) throws Exception {
		try (ProxyServer proxy = start(type, "somebody", "s3cret");
				ClientUnderTest client = new ClientUnderTest(by(config(type, proxy.port())))) {
			assertThat(error(get(client, "http://inside.invalid:80/"))).isInstanceOfSatisfying(
					H2Error.ProxyRefused.class, (refused) -> assertThat(refused.authentication()).isTrue());
		}
	}

	@ParameterizedTest
	@EnumSource
	void aProxyThatRefusesMayBeAskedAgain(ProxyType type) throws Exception {
		try (ProxyServer proxy = start(type, null, null);
				ClientUnderTest client = new ClientUnderTest(by(config(type, proxy.port())))) {
			proxy.refuse("502 Bad Gateway");
			H2Error error = error(get(client, "http://inside.invalid:80/"));
			assertThat(error).isInstanceOf(H2Error.ProxyRefused.class);
			assertThat(error.isRetryable()).isTrue();
			assertThat(error.message()).contains((type == ProxyType.HTTP) ? "502" : "CONNECTION_REFUSED");
		}
	}

	@ParameterizedTest
	@EnumSource
	void aProxyThatIsNotThereIsAFailedConnection(ProxyType type) throws Exception {
		ProxyServer gone = start(type, null, null);
		gone.close();
		try (ClientUnderTest client = new ClientUnderTest(by(config(type, gone.port())))) {
			assertThat(error(get(client, "http://inside.invalid:80/"))).isInstanceOf(H2Error.ConnectionFailed.class);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aProxyThatDoesNotAnswerIsGivenUp(ProxyType type) throws Exception {
		try (ServerSocket silent = new ServerSocket(0);
				ClientUnderTest client = new ClientUnderTest(ClientUnderTest.builder()
					.transport(ClientUnderTest.transport()
						.connectTimeout(Duration.ofMillis(200))
						.proxy(config(type, silent.getLocalPort()))
						.build()))) {
			assertThat(error(get(client, "http://inside.invalid:80/"))).isInstanceOf(H2Error.ConnectionTimeout.class);
		}
	}

	@ParameterizedTest
	@EnumSource
	void hostsOfTheNoProxyListAreReachedStraight(ProxyType type) throws Exception {
		try (Http2Server server = Http2Server.cleartext("127.0.0.1", 0, 100);
				ProxyServer proxy = start(type, null, null);
				ClientUnderTest client = new ClientUnderTest(
						by(config(type, proxy.port()).withNoProxy(List.of("127.0.0.0/8"))))) {
			assertThat(await(get(client, "http://127.0.0.1:" + server.port() + "/")).status()).isEqualTo(200);
			assertThat(proxy.destinations()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource
	void tlsIsSpokenInsideOfTheTunnel(ProxyType type) throws Exception {
		X509Bundle certificate = new CertificateBuilder().subject("CN=inside.invalid")
			.addSanDnsName("inside.invalid")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
		try (FramePeer peer = FramePeer.tls(context, "h2");
				ProxyServer proxy = start(type, null, null);
				ClientUnderTest client = new ClientUnderTest(by(config(type, proxy.port()))
					.tls(new TlsConfig(null, certificate.toTrustManagerFactory(), List.of("TLSv1.3"), List.of())))) {
			CompletableFuture<H2Response> response = get(client, "https://inside.invalid:" + peer.port() + "/");
			peer.handshake().respond(peer.expectRequest(), "secure");
			assertThat(await(response).bodyAsString()).isEqualTo("secure");
		}
	}

	/** SETTINGS in the same segment as the proxy's answer. */
	@ParameterizedTest
	@EnumSource
	void whatComesRightBehindTheProxysAnswerIsNotLost(ProxyType type) throws Exception {
		byte[] answer = (type == ProxyType.HTTP) ? "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII)
				: new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
		byte[] answerAndSettings = Arrays.copyOf(answer, answer.length + 9);
		answerAndSettings[answer.length + 3] = 4;
		try (FramePeer both = FramePeer.cleartext();
				ClientUnderTest client = new ClientUnderTest(by(config(type, both.port())))) {
			CompletableFuture<H2Response> response = get(client, "http://inside.invalid:80/");
			both.accept();
			if (type == ProxyType.HTTP) {
				both.readUpTo("\r\n\r\n");
			}
			else {
				both.skip(3).bytes(new byte[] { 5, 0 }).skip(4 + 1 + "inside.invalid".length() + 2);
			}
			both.bytes(answerAndSettings).readPreface();
			both.settingsAck().respond(both.expectRequest(), "done");
			assertThat(await(response).bodyAsString()).isEqualTo("done");
		}
	}

}

package io.conpool.wire;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLContext;

import io.conpool.H2ClientBuilder;
import io.conpool.HttpProtocol;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.testing.BytePeer;
import io.conpool.testing.FramePeer;
import io.conpool.transport.TlsConfig;
import io.conpool.transport.TransportType;
import io.netty.handler.ssl.OpenSsl;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers that say close_notify and keep TCP open, as asyncio's do. Each scenario is one
 * method, for whichever TLS is on the class path.
 */
final class CloseNotifyScenarios {

	private final SSLContext context = SSLContext.getInstance("TLS");

	private final H2ClientBuilder builder;

	private CloseNotifyScenarios(String version) throws Exception {
		X509Bundle certificate = new CertificateBuilder().subject("CN=localhost")
			.addSanDnsName("localhost")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		this.context.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
		this.builder = ClientUnderTest.builder()
			.protocol(HttpProtocol.AUTO)
			.transport(ClientUnderTest.transport().type(TransportType.NIO).build())
			.tls(new TlsConfig(null, certificate.toTrustManagerFactory(), List.of(version), List.of()));
	}

	static boolean isBoringSsl() {
		return OpenSsl.isAvailable();
	}

	static void idleHttp2(String version) throws Exception {
		CloseNotifyScenarios test = new CloseNotifyScenarios(version);
		try (FramePeer peer = FramePeer.tls(test.context, "h2");
				ClientUnderTest client = new ClientUnderTest(test.builder)) {
			CompletableFuture<H2Response> first = client.get(peer);
			peer.handshake().respond(peer.expectRequest(), "first");
			await(first);
			peer.closeNotify().expectClose();
			assertTheNextPostIsServed(client, peer);
		}
	}

	/** What arrived before it counts; what did not is lost at once. */
	static void busyHttp2(String version) throws Exception {
		CloseNotifyScenarios test = new CloseNotifyScenarios(version);
		try (FramePeer peer = FramePeer.tls(test.context, "h2");
				ClientUnderTest client = new ClientUnderTest(test.builder)) {
			CompletableFuture<H2Response> complete = client.get(peer);
			int id = peer.handshake().expectRequest();
			CompletableFuture<H2Response> half = client.get(peer);
			int halfId = peer.expectRequest();
			peer.headers(halfId, false, ":status", "200").data(halfId, "half", false);
			peer.respond(id, "complete").closeNotify().expectClose();
			assertThat(await(complete).bodyAsString()).isEqualTo("complete");
			assertThat(error(half)).isInstanceOf(H2Error.ConnectionLost.class);
			assertTheNextPostIsServed(client, peer);
		}
	}

	private static void assertTheNextPostIsServed(ClientUnderTest client, FramePeer peer) throws Exception {
		CompletableFuture<H2Response> next = client.post(peer, new byte[0]);
		peer.handshake().respond(peer.expectRequest(), "next");
		assertThat(await(next).bodyAsString()).isEqualTo("next");
		assertThat(client.replays).isEmpty();
		assertThat(client.openStreams()).isZero();
	}

	static void idleHttp1(String version) throws Exception {
		CloseNotifyScenarios test = new CloseNotifyScenarios(version);
		try (BytePeer peer = BytePeer.tls(test.context); ClientUnderTest client = new ClientUnderTest(test.builder)) {
			CompletableFuture<H2Response> first = get(client, peer);
			peer.accept().expectRequest();
			peer.respond("first");
			await(first);
			peer.closeNotify().expectClose();
			assertTheNextPostIsServed(client, peer);
		}
	}

	static void contentThatEndsWithTheConnection(String version) throws Exception {
		assertThat(await(answered(version, "HTTP/1.1 200 OK\r\n\r\ncomplete")).bodyAsString()).isEqualTo("complete");
	}

	static void contentThatIsCut(String version) throws Exception {
		assertThat(error(answered(version, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")))
			.isInstanceOf(H2Error.ConnectionLost.class);
	}

	static void chunksThatAreCut(String version) throws Exception {
		assertThat(error(answered(version, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")))
			.isInstanceOf(H2Error.ConnectionLost.class);
	}

	/** The response to a request, with close_notify behind it. */
	private static CompletableFuture<H2Response> answered(String version, String answer) throws Exception {
		CloseNotifyScenarios test = new CloseNotifyScenarios(version);
		try (BytePeer peer = BytePeer.tls(test.context); ClientUnderTest client = new ClientUnderTest(test.builder)) {
			CompletableFuture<H2Response> response = get(client, peer);
			peer.accept().expectRequest();
			peer.send(answer).closeNotify().expectClose();
			assertTheNextPostIsServed(client, peer);
			return response;
		}
	}

	private static CompletableFuture<H2Response> get(ClientUnderTest client, BytePeer peer) {
		return client.client.sendAsync(H2Request.get(peer.uri("/")).build());
	}

	private static void assertTheNextPostIsServed(ClientUnderTest client, BytePeer peer) throws Exception {
		CompletableFuture<H2Response> next = client.client
			.sendAsync(H2Request.post(peer.uri("/"), RequestBody.bytes(new byte[0])).build());
		peer.accept().expectRequest();
		peer.respond("next");
		assertThat(await(next).bodyAsString()).isEqualTo("next");
		assertThat(client.replays).isEmpty();
		assertThat(client.openStreams()).isZero();
	}

}

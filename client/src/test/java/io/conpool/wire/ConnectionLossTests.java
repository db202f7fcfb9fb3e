package io.conpool.wire;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.conpool.H2ClientBuilder;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.pool.CloseReason;
import io.conpool.pool.PoolListener;
import io.conpool.testing.FramePeer;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that break, cannot be made, or are closed by the client.
 */
class ConnectionLossTests {

	@Test
	void whatWasSentEndsInAnErrorThatSaysSo() throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = new ClientUnderTest()) {
			CompletableFuture<H2Response> response = client.post(peer, new byte[10]);
			peer.handshake().expectRequest();
			peer.drop();
			H2Error error = error(response);
			assertThat(error).isInstanceOfSatisfying(H2Error.ConnectionLost.class,
					(lost) -> assertThat(lost.sent()).isTrue());
			assertThat(error.isUnprocessed()).isFalse();
			CompletableFuture<H2Response> next = client.get(peer);
			peer.handshake().respond(peer.expectRequest(), "new connection");
			assertThat(await(next).bodyAsString()).isEqualTo("new connection");
		}
	}

	@Test
	void aConnectionCutInTheMiddleOfTheContentIsAnError() throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = new ClientUnderTest()) {
			CompletableFuture<H2Response> response = client.get(peer);
			int id = peer.handshake().expectRequest();
			peer.headers(id, false, ":status", "200").data(id, "half", false).drop();
			assertThat(error(response)).isInstanceOf(H2Error.ConnectionLost.class);
		}
	}

	@Test
	void aConnectionLostDuringTheHandshakeIsAFailedDial() throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = new ClientUnderTest()) {
			CompletableFuture<H2Response> response = client.get(peer);
			peer.accept().readPreface();
			peer.drop();
			H2Error error = error(response);
			assertThat(error).isInstanceOf(H2Error.ConnectionLost.class);
			assertThat(error.isUnprocessed()).isTrue();
			assertThat(client.client.stats().values()).singleElement()
				.satisfies((stats) -> assertThat(stats.lastConnectFailed()).isTrue());
		}
	}

	@Test
	void aPortWithoutServerIsAFailedConnection() throws Exception {
		int port;
		try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = unused.getLocalPort();
		}
		try (ClientUnderTest client = new ClientUnderTest()) {
			H2Error error = error(client.client.sendAsync(H2Request.get("http://localhost:" + port + "/").build()));
			assertThat(error).isInstanceOf(H2Error.ConnectionFailed.class);
			assertThat(error.isUnprocessed()).isTrue();
		}
	}

	@Test
	void aHostThatDoesNotExistIsNamed() throws Exception {
		try (ClientUnderTest client = new ClientUnderTest()) {
			assertThat(error(client.client.sendAsync(H2Request.get("http://nowhere.invalid/").build())))
				.isInstanceOfSatisfying(H2Error.DnsResolutionFailed.class,
						(failed) -> assertThat(failed.host()).isEqualTo("nowhere.invalid"));
		}
	}

	@Test
	void anIdleConnectionThatThePeerClosedIsNotUsedAgain() throws Exception {
		CompletableFuture<CloseReason> closed = new CompletableFuture<>();
		H2ClientBuilder builder = ClientUnderTest.builder().poolListener(new PoolListener() {
			@Override
			public void onConnectionClosed(Endpoint endpoint, CloseReason reason, Duration age) {
				closed.complete(reason);
			}
		});
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = new ClientUnderTest(builder)) {
			CompletableFuture<H2Response> first = client.get(peer);
			peer.handshake().respond(peer.expectRequest(), "first");
			await(first);
			peer.drop();
			assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.PEER_CLOSED);
			CompletableFuture<H2Response> second = client.get(peer);
			peer.handshake().respond(peer.expectRequest(), "second");
			assertThat(await(second).bodyAsString()).isEqualTo("second");
		}
	}

	@Test
	void closingTheClientSaysGoAwayAfterTheLastResponse() throws Exception {
		try (FramePeer peer = FramePeer.cleartext()) {
			ClientUnderTest client = new ClientUnderTest();
			CompletableFuture<H2Response> response = client.get(peer);
			int id = peer.handshake().expectRequest();
			Thread closing = new Thread(client::close);
			closing.start();
			awaitParked(closing);
			assertThat(error(client.get(peer))).isEqualTo(new H2Error.ClientClosed());
			peer.respond(id, "last");
			assertThat(await(response).bodyAsString()).isEqualTo("last");
			assertThat(peer.expectGoAwayAndClose()).isZero();
			closing.join(10_000);
			assertThat(closing.isAlive()).isFalse();
		}
	}

	/** Waits until the thread waits in its turn. */
	private static void awaitParked(Thread thread) {
		long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
		while (thread.getState() != Thread.State.TIMED_WAITING && System.nanoTime() < giveUp) {
			Thread.onSpinWait();
		}
		assertThat(thread.getState()).isEqualTo(Thread.State.TIMED_WAITING);
	}

	@Test
	void aStreamThatOutlivesTheDrainTimeoutIsEnded() throws Exception {
		try (FramePeer peer = FramePeer.cleartext()) {
			ClientUnderTest client = new ClientUnderTest();
			CompletableFuture<H2Response> response = client.get(peer);
			peer.handshake().expectRequest();
			client.close();
			assertThat(error(response)).isInstanceOf(H2Error.ConnectionLost.class);
			assertThat(peer.expectGoAwayAndClose()).isZero();
		}
	}

}

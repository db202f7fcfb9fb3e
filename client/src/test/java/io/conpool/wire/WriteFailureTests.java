package io.conpool.wire;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.conpool.H2ClientBuilder;
import io.conpool.connection.http2.H2ConnectionListener;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.FramePeer;
import io.conpool.transport.TransportType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A peer that ends the connection with a TCP reset, which a write of ours meets first:
 * what the peer has said before is read all the same.
 */
class WriteFailureTests {

	private final CountDownLatch reset = new CountDownLatch(1);

	private volatile boolean held;

	private ClientUnderTest client(TransportType type) {
		H2ClientBuilder builder = ClientUnderTest.builder()
			.transport(ClientUnderTest.transport().type(type).build())
			.connectionListener(new H2ConnectionListener() {
				@Override
				public void onBytesWritten(Endpoint endpoint, long bytes) {
					if (WriteFailureTests.this.held) {
						awaitReset();
					}
				}
			});
		return new ClientUnderTest(builder);
	}

	private void awaitReset() {
		try {
			this.reset.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Lets the write go that waits, now that the peer has ended the connection. */
	private void cut(FramePeer peer) throws Exception {
		peer.cut();
		this.held = false;
		this.reset.countDown();
	}

	@ParameterizedTest
	@EnumSource(value = TransportType.class, names = { "AUTO", "NIO" })
	void goAwayAndAnswersBeforeAResetAreRead(TransportType type) throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = client(type)) {
			CompletableFuture<H2Response> answered = client.post(peer, new byte[0]);
			int id = peer.handshake().expectRequest();
			CompletableFuture<H2Response> refused = client.post(peer, new byte[0]);
			peer.expectRequest();
			peer.roundTrip();
			this.held = true;
			CompletableFuture<H2Response> written = client.post(peer, new byte[0]);
			peer.goAway(id, Http2ErrorCode.NO_ERROR.code()).respond(id, "answered");
			cut(peer);
			assertThat(await(answered).bodyAsString()).isEqualTo("answered");
			peer.handshake().respond(peer.expectRequest(), "elsewhere").respond(peer.expectRequest(), "elsewhere");
			assertThat(await(refused).bodyAsString()).isEqualTo("elsewhere");
			assertThat(await(written).bodyAsString()).isEqualTo("elsewhere");
			assertThat(client.openStreams()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(value = TransportType.class, names = { "AUTO", "NIO" })
	void theErrorSaysWhatThePeerHasSaid(TransportType type) throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = client(type)) {
			CompletableFuture<H2Response> response = client.post(peer, new byte[0]);
			int id = peer.handshake().expectRequest();
			peer.roundTrip();
			this.held = true;
			client.get(peer).cancel(false);
			peer.goAway(id, Http2ErrorCode.ENHANCE_YOUR_CALM.code(), "too_many_pings");
			cut(peer);
			H2Error error = error(response);
			assertThat(error).isInstanceOf(H2Error.ConnectionLost.class);
			assertThat(error.message()).endsWith(
					"lost before the response was complete, after GOAWAY ENHANCE_YOUR_CALM with last stream 1 (too_many_pings)");
			assertThat(error.isUnprocessed()).isFalse();
		}
	}

}

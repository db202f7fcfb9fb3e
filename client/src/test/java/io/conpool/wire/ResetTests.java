package io.conpool.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.conpool.call.CallConfig;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * RST_STREAM by the server (RFC 9113 sections 6.4, 8.7).
 */
class ResetTests extends WireTest {

	@Override
	ClientUnderTest newClient() {
		CallConfig quick = CallConfig.builder()
			.requestTimeout(Duration.ofSeconds(10))
			.retryDelay(Duration.ofMillis(1))
			.build();
		return new ClientUnderTest(ClientUnderTest.builder().call(quick));
	}

	@Test
	void aRefusedStreamIsReplayedWhateverItsMethod() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[10]);
		int refused = this.peer.handshake().expectRequest();
		this.peer.expect(Frame.DATA);
		this.peer.reset(refused, Http2ErrorCode.REFUSED_STREAM.code());
		int replayed = this.peer.expectRequest();
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(10);
		this.peer.respond(replayed, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void replaysAreBounded() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake();
		for (int attempt = 0; attempt < 6; attempt++) {
			this.peer.reset(this.peer.expectRequest(), Http2ErrorCode.REFUSED_STREAM.code());
		}
		assertThat(error(response)).isEqualTo(new H2Error.StreamReset(11, Http2ErrorCode.REFUSED_STREAM));
		assertThat(this.client.replays).hasSize(5);
	}

	@Test
	void anyOtherResetEndsTheCallAndNoOther() throws Exception {
		CompletableFuture<H2Response> reset = this.client.post(this.peer, new byte[10]);
		int id = this.peer.handshake().expectRequest();
		this.peer.expect(Frame.DATA);
		CompletableFuture<H2Response> other = this.client.get(this.peer);
		int otherId = this.peer.expectRequest();
		this.peer.reset(id, Http2ErrorCode.INTERNAL_ERROR.code()).respond(otherId, "alive");
		assertThat(error(reset)).isEqualTo(new H2Error.StreamReset(id, Http2ErrorCode.INTERNAL_ERROR));
		assertThat(await(other).bodyAsString()).isEqualTo("alive");
		assertThat(this.client.openStreams()).isZero();
	}

	/**
	 * RFC 9113 section 7. Whether to send it again in HTTP/1.1 is left to the caller: the
	 * server does not say that it has not acted on it.
	 */
	@Test
	void aRequestThatWantsHttp1IsNotSentAgain() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.reset(id, Http2ErrorCode.HTTP_1_1_REQUIRED.code());
		H2Error error = error(response);
		assertThat(error).isEqualTo(new H2Error.StreamReset(id, Http2ErrorCode.HTTP_1_1_REQUIRED));
		assertThat(error.isUnprocessed()).isFalse();
		assertThat(error.message()).contains("HTTP/1.1");
		assertThat(this.client.replays).isEmpty();
		assertTheConnectionLives();
	}

	@Test
	void aResetInTheMiddleOfTheContentIsAnErrorAndNotAShortBody() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, "half", false).reset(id, Http2ErrorCode.CANCEL.code());
		assertThat(error(response)).isInstanceOf(H2Error.StreamReset.class);
	}

	@Test
	void aResetWithNoErrorAfterTheResponseLosesNothing() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[200_000]);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, true, ":status", "200").reset(id, 0);
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void aResetIsNotAnsweredByAReset() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[200_000]);
		int id = this.peer.handshake().expectRequest();
		for (int received = 0; received < 65_535;) {
			received += this.peer.expect(Frame.DATA).length();
		}
		this.peer.reset(id, Http2ErrorCode.CANCEL.code()).roundTrip();
		assertThat(error(response)).isEqualTo(new H2Error.StreamReset(id, Http2ErrorCode.CANCEL));
		assertTheConnectionLives();
	}

	@Test
	void aResetWithNoErrorBeforeTheEndOfTheResponseIsAnError() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, "half", false).reset(id, 0);
		assertThat(error(response)).isEqualTo(new H2Error.StreamReset(id, Http2ErrorCode.NO_ERROR));
		assertTheConnectionLives();
	}

}

package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * PING (RFC 9113 section 6.7).
 */
class PingTests extends WireTest {

	private static final byte[] PAYLOAD = { 1, 2, 3, 4, (byte) 0xf5, 6, 7, (byte) 0xf8 };

	@Test
	void pingIsAnsweredWithItsPayload() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.PING, 0, 0, PAYLOAD);
		Frame answer = this.peer.expect(Frame.PING);
		assertThat(answer.payload()).isEqualTo(PAYLOAD);
		assertThat(answer.flags()).isEqualTo(Frame.ACK);
		assertThat(answer.streamId()).isZero();
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void anAnswerIsNotAnswered() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.PING, Frame.ACK, 0, new byte[8]).send(Frame.PING, 0, 0, PAYLOAD);
		assertThat(this.peer.expect(Frame.PING).payload()).isEqualTo(PAYLOAD);
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

}

package io.conpool.wire;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What this client does not know is ignored (RFC 9113 sections 4.1, 5.5, 6.5.2, 7).
 */
class UnknownExtensionTests extends WireTest {

	private static final int RESERVED = 0x80000000;

	@Test
	void unknownFramesAreIgnoredOnAnyStream() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		for (int streamId : new int[] { 0, id, 2, 99 }) {
			this.peer.send(0x42, 0xff, streamId, new byte[10]).send(0xff, 0, streamId, new byte[0]);
		}
		this.peer.respond(id, "alive");
		assertThat(await(response).bodyAsString()).isEqualTo("alive");
	}

	@Test
	void unknownSettingsAreIgnoredAndAcknowledged() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake(0x99, 7, 0, 0, 0xffff, 0xffffffffL).expectRequest();
		this.peer.settings(0xf000, 0xffffffffL).expectSettingsAck().respond(id, "alive");
		assertThat(await(response).bodyAsString()).isEqualTo("alive");
	}

	@Test
	void flagsThatAFrameDoesNotDefineAreIgnored() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.PING, 0xfe, 0, new byte[8])
			.send(Frame.SETTINGS, 0xfe, 0, new byte[0])
			.send(Frame.PRIORITY, 0xff, id, new byte[] { 0, 0, 0, 0, 1 })
			.send(Frame.WINDOW_UPDATE, 0xff, id, new byte[] { 0, 0, 0, 1 })
			.send(Frame.HEADERS, 0xd2 | Frame.END_HEADERS, id, new byte[] { (byte) 0x88 })
			.send(Frame.DATA, 0xf6 | Frame.END_STREAM, id, "alive".getBytes(StandardCharsets.UTF_8));
		assertThat(await(response).bodyAsString()).isEqualTo("alive");
	}

	@Test
	void reservedBitsAreIgnored() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[10]);
		int id = this.peer.handshake(4, 9).expectRequest();
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(9);
		this.peer.windowUpdate(id | RESERVED, 1 | RESERVED);
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(1);
		this.peer.send(Frame.PING, 0, RESERVED, new byte[8])
			.send(Frame.SETTINGS, 0, RESERVED, new byte[0])
			.goAway(id | RESERVED, 0)
			.headers(id | RESERVED, false, ":status", "200")
			.data(id | RESERVED, "alive", true);
		assertThat(await(response).bodyAsString()).isEqualTo("alive");
	}

	@Test
	void anUnknownErrorCodeTriggersNothingSpecial() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake();
		int id = this.peer.expectRequest();
		this.peer.reset(id, 0xfffffff0);
		H2Error error = error(response);
		assertThat(error).isEqualTo(new H2Error.StreamReset(id, Http2ErrorCode.INTERNAL_ERROR));
		assertThat(error.isUnprocessed()).isFalse();
		assertTheConnectionLives();
	}

	@Test
	void aGoAwayWithAnUnknownErrorCodeTriggersNothingSpecial() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.goAway(id, 0x4242).respond(id, "finished");
		assertThat(await(response).bodyAsString()).isEqualTo("finished");
	}

}

package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.connection.http2.Http2Config;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames on streams that are over (RFC 9113 section 5.1): they may have been under way,
 * so they are ignored, within the budget that {@link FloodTests} shows. What they change
 * of the connection is kept: the compression table (4.3) and the window (6.9).
 */
class ClosedStreamTests extends WireTest {

	private static final int WINDOW = 65_535;

	@Override
	ClientUnderTest newClient() {
		return new ClientUnderTest(ClientUnderTest.builder()
			.http2(Http2Config.builder()
				.initialWindowSize(WINDOW)
				.connectionWindowSize(WINDOW)
				.adaptiveWindows(false)
				.build()));
	}

	@Test
	void afterTheResponseNothingIsAnErrorAndNothingIsAnswered() throws Exception {
		int id = over();
		sendEverything(id);
		// The answer to PING is the next frame: there was no other answer.
		this.peer.roundTrip();
		assertTheConnectionLives();
	}

	@Test
	void afterAResetOfOursNothingIsAnError() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		response.cancel(true);
		assertThat(Http2ErrorCode.of(this.peer.expectReset(id))).isEqualTo(Http2ErrorCode.CANCEL);
		sendEverything(id);
		this.peer.roundTrip();
		assertTheConnectionLives();
	}

	@Test
	void afterAResetOfThePeersNothingIsAnErrorAndNothingIsSent() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[200_000]);
		int id = this.peer.handshake().expectRequest();
		for (int received = 0; received < WINDOW;) {
			received += this.peer.expect(Frame.DATA).length();
		}
		this.peer.reset(id, Http2ErrorCode.INTERNAL_ERROR.code());
		assertThat(error(response)).isEqualTo(new H2Error.StreamReset(id, Http2ErrorCode.INTERNAL_ERROR));
		// Section 6.4: neither DATA nor, by section 5.4.2, a reset follows a reset.
		this.peer.windowUpdate(0, 200_000).windowUpdate(id, 200_000).roundTrip();
		sendEverything(id);
		this.peer.roundTrip();
		assertTheConnectionLives();
	}

	@Test
	void anUploadThatThePeerDoesNotWaitForIsResetSoThatNoStreamIsHalfClosedForLong() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[200_000]);
		int id = this.peer.handshake().expectRequest();
		for (int received = 0; received < WINDOW;) {
			received += this.peer.expect(Frame.DATA).length();
		}
		this.peer.headers(id, true, ":status", "413");
		assertThat(Http2ErrorCode.of(this.peer.expectReset(id))).isEqualTo(Http2ErrorCode.NO_ERROR);
		sendEverything(id);
		this.peer.roundTrip();
		assertThat(await(response).status()).isEqualTo(413);
		assertTheConnectionLives();
	}

	private int over() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.respond(id, "over");
		await(response);
		return id;
	}

	private void sendEverything(int id) throws Exception {
		this.peer.headers(id, false, ":status", "200")
			.headers(id, true, "no-status", "malformed")
			.data(id, "late", false)
			.data(id, "late", true)
			.windowUpdate(id, 10)
			.windowUpdate(id, Integer.MAX_VALUE)
			.send(Frame.PRIORITY, 0, id, new byte[] { 0, 0, 0, 0, 1 })
			.reset(id, 0)
			.reset(id, Http2ErrorCode.REFUSED_STREAM.code());
	}

	@Test
	void lateHeadersKeepTheCompressionTable() throws Exception {
		int id = over();
		this.peer.headers(id, true, ":status", "200", "x-late", "enters the table");
		CompletableFuture<H2Response> next = this.client.get(this.peer);
		int nextId = this.peer.expectRequest();
		byte[] block = this.peer.encode(nextId, ":status", "200", "x-late", "enters the table");
		assertThat(block).as("by index").hasSize(2);
		this.peer.send(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, nextId, block);
		assertThat(await(next).headers().first("x-late")).hasValue("enters the table");
	}

	@Test
	void lateDataIsGrantedAnewToTheConnection() throws Exception {
		int id = over();
		int sent = 0;
		while (sent < WINDOW) {
			this.peer.data(id, new byte[16_384], false);
			sent += 16_384;
		}
		int granted = 0;
		while (granted < WINDOW / 2) {
			Frame grant = this.peer.expect(Frame.WINDOW_UPDATE);
			assertThat(grant.streamId()).isZero();
			granted += grant.intAt(0);
		}
		assertTheConnectionLives();
	}

	@Test
	void noWindowIsGrantedToAStreamThatIsOver() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200")
			.data(id, new byte[16_384], false)
			.data(id, new byte[16_384], true)
			.send(Frame.PING, 0, 0, new byte[8]);
		await(response);
		Frame frame = this.peer.read();
		while (frame.type() != Frame.PING) {
			assertThat(frame.streamId()).isZero();
			frame = this.peer.read();
		}
	}

}

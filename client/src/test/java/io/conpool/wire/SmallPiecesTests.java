package io.conpool.wire;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.conpool.connection.http2.Http2Config;
import io.conpool.http.H2Request;
import io.conpool.http.StreamedResponse;
import io.conpool.testing.Frame;
import io.conpool.testing.PieceReader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Content in very small DATA frames, of which there may be any number (RFC 9113 section
 * 6.1 sets no lower limit): it is joined for a reader that is behind, and a reader that
 * waits gets each piece at once.
 */
class SmallPiecesTests extends WireTest {

	private static final int MANY = 300_000;

	private static final int WINDOW = 65_535;

	private final PieceReader reader = new PieceReader();

	private int sent;

	@Override
	ClientUnderTest newClient() {
		return new ClientUnderTest(ClientUnderTest.builder()
			.http2(Http2Config.builder().initialWindowSize(WINDOW).adaptiveWindows(false).build()));
	}

	@Test
	void aReaderThatKeepsUpGetsAllOfManyBytes() throws Exception {
		int id = stream();
		this.reader.request(Long.MAX_VALUE);
		send(id, WINDOW);
		sendTheRest(id);
		assertThat(this.reader.whole().get(30, TimeUnit.SECONDS)).isEqualTo(MANY);
		assertTheConnectionLives();
	}

	@Test
	void aReaderThatPausesFindsThemJoined() throws Exception {
		int id = stream();
		send(id, WINDOW);
		this.peer.roundTrip();
		this.reader.request(Long.MAX_VALUE);
		PieceReader.Taken taken = this.reader.take(WINDOW);
		assertThat(taken.bytes()).isEqualTo(WINDOW);
		assertThat(taken.buffers()).isLessThan(30);
		assertThat(taken.memory()).isLessThan(2 * WINDOW);
		sendTheRest(id);
		assertThat(this.reader.whole().get(30, TimeUnit.SECONDS)).isEqualTo(MANY);
		assertTheConnectionLives();
	}

	@Test
	void anEventDoesNotWaitForTheNext() throws Exception {
		int id = stream();
		this.reader.request(Long.MAX_VALUE);
		for (int i = 0; i < 100; i++) {
			this.peer.data(id, piece(20), false);
			ByteBuffer event = this.reader.next();
			assertThat(event).isNotNull();
			assertThat(event.remaining()).isEqualTo(20);
		}
		this.peer.data(id, piece(1), true);
		assertThat(this.reader.whole().get(10, TimeUnit.SECONDS)).isEqualTo(this.sent);
	}

	private int stream() throws Exception {
		CompletableFuture<StreamedResponse> response = this.client.client
			.streamAsync(H2Request.get(this.peer.uri("/")).build());
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200");
		response.get(10, TimeUnit.SECONDS).body().subscribe(this.reader);
		return id;
	}

	/** As much as the stream's window allows, again and again. */
	private void sendTheRest(int id) throws Exception {
		while (this.sent < MANY) {
			Frame grant = this.peer.expect(Frame.WINDOW_UPDATE);
			if (grant.streamId() == id) {
				send(id, Math.min(grant.intAt(0), MANY - this.sent));
			}
		}
		this.peer.data(id, new byte[0], true);
	}

	private void send(int id, int bytes) throws Exception {
		ByteBuffer frames = ByteBuffer.allocate(10 * bytes);
		for (int i = 0; i < bytes; i++) {
			frames.put(new Frame(Frame.DATA, 0, id, piece(1)).encoded());
		}
		this.peer.bytes(frames.array());
	}

	private byte[] piece(int length) {
		byte[] piece = new byte[length];
		for (int i = 0; i < length; i++) {
			piece[i] = PieceReader.at(this.sent++);
		}
		return piece;
	}

}

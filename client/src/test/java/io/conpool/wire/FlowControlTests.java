package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Windows in both directions, between peers that keep to them (RFC 9113 sections 5.2,
 * 6.9). Those that do not are in {@link WindowUpdateTests} and
 * {@link WindowOverrunTests}, windows that change by SETTINGS in
 * {@link SettingsChangeTests}.
 */
class FlowControlTests extends WireTest {

	private static final int INITIAL_WINDOW_SIZE = 4;

	@Test
	void anUploadStopsAtTheStreamsWindow() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[1000]);
		int id = this.peer.handshake(INITIAL_WINDOW_SIZE, 600).expectRequest();
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(600);
		this.peer.roundTrip().windowUpdate(id, 399);
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(399);
		this.peer.roundTrip().windowUpdate(id, 1);
		assertThat(this.peer.expect(Frame.DATA).is(Frame.END_STREAM)).isTrue();
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void uploadsTakeTurnsOnTheConnectionsWindow() throws Exception {
		CompletableFuture<H2Response> first = this.client.post(this.peer, new byte[100_000]);
		CompletableFuture<H2Response> second = this.client.post(this.peer, new byte[100_000]);
		this.peer.handshake(INITIAL_WINDOW_SIZE, 1_000_000);
		int[] received = new int[4];
		for (int total = 0; total < 65_535;) {
			Frame frame = nextDataOrHeaders();
			total += (frame.type() == Frame.DATA) ? frame.length() : 0;
		}
		this.peer.roundTrip();
		for (int total = 0; total < 60_000;) {
			this.peer.windowUpdate(0, 10_000);
			Frame frame = nextDataOrHeaders();
			received[frame.streamId()] += frame.length();
			total += frame.length();
		}
		assertThat(received[1]).isEqualTo(30_000);
		assertThat(received[3]).isEqualTo(30_000);
		this.peer.respond(1, "early").respond(3, "early");
		assertThat(await(first).status()).isEqualTo(200);
		assertThat(await(second).status()).isEqualTo(200);
	}

	private Frame nextDataOrHeaders() throws Exception {
		while (true) {
			Frame frame = this.peer.read();
			if (frame.type() == Frame.HEADERS || frame.type() == Frame.DATA) {
				return frame;
			}
		}
	}

	@Test
	void noFrameIsLargerThanThePeerAccepts() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[40_000]);
		int id = this.peer.handshake().expectRequest();
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(16_384);
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(16_384);
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(40_000 - 2 * 16_384);
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void theClientGrantsWhatItHasTakenIn() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200");
		byte[] chunk = new byte[16_384];
		for (int i = 0; i < 32; i++) {
			this.peer.data(id, chunk, false);
		}
		Frame grant = this.peer.expect(Frame.WINDOW_UPDATE);
		while (grant.streamId() == 0) {
			grant = this.peer.expect(Frame.WINDOW_UPDATE);
		}
		assertThat(grant.intAt(0)).isEqualTo(512 * 1024);
		this.peer.data(id, chunk, true);
		assertThat(await(response).body()).hasSize(33 * 16_384);
	}

}

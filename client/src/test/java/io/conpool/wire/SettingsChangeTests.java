package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * SETTINGS that change while streams are open (RFC 9113 sections 6.5, 6.5.3, 6.9.2); what
 * {@link StreamLimitTests} shows of SETTINGS_MAX_CONCURRENT_STREAMS is not repeated here.
 */
class SettingsChangeTests extends WireTest {

	private static final int INITIAL_WINDOW_SIZE = 4;

	private static final int MAX_FRAME_SIZE = 5;

	@Test
	void everySettingsFrameIsAcknowledgedOnceAndAnAcknowledgementNever() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.settings().settings(3, 10).settingsAck().send(Frame.PING, 0, 0, new byte[8]);
		for (int i = 0; i < 2; i++) {
			Frame ack = this.peer.read();
			assertThat(ack.type()).isEqualTo(Frame.SETTINGS);
			assertThat(ack.is(Frame.ACK)).isTrue();
			assertThat(ack.length()).isZero();
		}
		assertThat(this.peer.read().type()).isEqualTo(Frame.PING);
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void aWindowMayBecomeNegativeAndRecover() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[1000]);
		int id = this.peer.handshake(INITIAL_WINDOW_SIZE, 600).expectRequest();
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(600);
		this.peer.settings(INITIAL_WINDOW_SIZE, 0).expectSettingsAck().windowUpdate(id, 600).roundTrip();
		this.peer.windowUpdate(id, 400);
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(400);
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void aNegativeWindowRecoversByNewSettingsToo() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[1000]);
		int id = this.peer.handshake(INITIAL_WINDOW_SIZE, 600).expectRequest();
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(600);
		this.peer.settings(INITIAL_WINDOW_SIZE, 100).expectSettingsAck().roundTrip();
		this.peer.settings(INITIAL_WINDOW_SIZE, 600).expectSettingsAck().roundTrip();
		this.peer.settings(INITIAL_WINDOW_SIZE, 601);
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(1);
		this.peer.settings(INITIAL_WINDOW_SIZE, 65_535);
		assertThat(this.peer.expect(Frame.DATA).is(Frame.END_STREAM)).isTrue();
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void settingsNeverChangeTheConnectionsWindow() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[70_000]);
		int id = this.peer.handshake(INITIAL_WINDOW_SIZE, 1 << 20).expectRequest();
		int received = 0;
		while (received < 65_535) {
			received += this.peer.expect(Frame.DATA).length();
		}
		this.peer.settings(INITIAL_WINDOW_SIZE, 2 << 20).expectSettingsAck().roundTrip();
		this.peer.windowUpdate(0, 70_000 - 65_535);
		assertThat(this.peer.expect(Frame.DATA).is(Frame.END_STREAM)).isTrue();
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void ofSeveralValuesInOneFrameTheLastHolds() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[1000]);
		int id = this.peer.handshake(INITIAL_WINDOW_SIZE, 0, INITIAL_WINDOW_SIZE, 999, INITIAL_WINDOW_SIZE, 300)
			.expectRequest();
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(300);
		this.peer.roundTrip().windowUpdate(id, 700);
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(700);
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void aLargerFrameSizeIsUsedFromItsSettingsOn() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[60_000]);
		int id = this.peer.handshake(INITIAL_WINDOW_SIZE, 0).expectRequest();
		this.peer.settings(INITIAL_WINDOW_SIZE, 1 << 20, MAX_FRAME_SIZE, 20_000);
		for (int i = 0; i < 3; i++) {
			assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(20_000);
		}
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void aSmallerFrameSizeIsKeptFromItsSettingsOn() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[36_384]);
		int id = this.peer.handshake(INITIAL_WINDOW_SIZE, 20_000, MAX_FRAME_SIZE, 20_000).expectRequest();
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(20_000);
		this.peer.settings(INITIAL_WINDOW_SIZE, 1 << 20, MAX_FRAME_SIZE, 16_384);
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(16_384);
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

}

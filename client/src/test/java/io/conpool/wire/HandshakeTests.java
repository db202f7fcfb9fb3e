package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import io.conpool.testing.FramePeer;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The beginning of a connection as it should be (RFC 9113 sections 3.3, 3.4, 6.5).
 */
class HandshakeTests {

	@Test
	void theClientSwitchesPushOffAndWidensItsWindows() throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = new ClientUnderTest()) {
			CompletableFuture<H2Response> response = client.get(peer);
			Frame settings = peer.accept().readPreface();
			assertThat(settings.settings()).containsEntry(2, 0L).containsEntry(4, 1L << 20).containsEntry(6, 64L << 10);
			Frame window = peer.expect(Frame.WINDOW_UPDATE);
			assertThat(window.streamId()).isZero();
			assertThat(window.intAt(0)).isEqualTo((16 << 20) - 65_535);
			peer.settings().settingsAck();
			peer.respond(peer.expectRequest(), "done");
			assertThat(await(response).bodyAsString()).isEqualTo("done");
		}
	}

	@Test
	void noStreamIsOpenedBeforeThePeersSettings() throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = new ClientUnderTest()) {
			CompletableFuture<H2Response> response = client.get(peer);
			peer.accept().readPreface();
			peer.expect(Frame.WINDOW_UPDATE);
			peer.settings();
			Frame first = peer.read();
			assertThat(first.type()).isEqualTo(Frame.SETTINGS);
			assertThat(first.is(Frame.ACK)).isTrue();
			peer.settingsAck().respond(peer.expectRequest(), "done");
			assertThat(await(response).status()).isEqualTo(200);
		}
	}

	@Test
	void thePrefaceIsTheMagicAndSettingsAndNothingElseComesBefore() throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = new ClientUnderTest()) {
			CompletableFuture<H2Response> response = client.get(peer);
			// readPreface checks the magic and that SETTINGS is the very next frame.
			Frame settings = peer.accept().readPreface();
			assertThat(settings.streamId()).isZero();
			assertThat(settings.is(Frame.ACK)).isFalse();
			peer.settings().settingsAck();
			peer.respond(peer.expectRequest(), "done");
			assertThat(await(response).status()).isEqualTo(200);
		}
	}

	@Test
	void framesThatFollowThePeersSettingsAtOnceAreRead() throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = new ClientUnderTest()) {
			CompletableFuture<H2Response> response = client.get(peer);
			peer.accept();
			peer.settings().windowUpdate(0, 1000).send(Frame.PING, 0, 0, new byte[8]).settingsAck();
			peer.readPreface();
			assertThat(peer.expect(Frame.PING).is(Frame.ACK)).isTrue();
			peer.respond(peer.expectRequest(), "done");
			assertThat(await(response).status()).isEqualTo(200);
		}
	}

}

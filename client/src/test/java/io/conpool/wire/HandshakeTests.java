package io.conpool.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import io.conpool.testing.FramePeer;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The beginning of a connection (RFC 9113 sections 3.4, 6.5).
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
	void aPeerThatSendsNoSettingsIsGivenUp() throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = impatient()) {
			CompletableFuture<H2Response> response = client.get(peer);
			peer.accept().readPreface();
			assertThat(peer.expectGoAwayAndClose()).isEqualTo(Http2ErrorCode.SETTINGS_TIMEOUT.code());
			H2Error error = error(response);
			assertThat(error).isInstanceOf(H2Error.SettingsTimeout.class);
			assertThat(error.isUnprocessed()).isTrue();
		}
	}

	@Test
	void aPeerThatDoesNotAcknowledgeSettingsIsGivenUp() throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = impatient()) {
			CompletableFuture<H2Response> response = client.get(peer);
			peer.accept().readPreface();
			peer.settings();
			peer.expectRequest();
			assertThat(peer.expectGoAwayAndClose()).isEqualTo(Http2ErrorCode.SETTINGS_TIMEOUT.code());
			H2Error error = error(response);
			assertThat(error).isInstanceOf(H2Error.SettingsTimeout.class);
			assertThat(error.isUnprocessed()).isFalse();
		}
	}

	private static ClientUnderTest impatient() {
		return new ClientUnderTest(
				ClientUnderTest.builder().http2(ClientUnderTest.http2(1 << 20, Duration.ofMillis(200))));
	}

	@Test
	void aServerThatAnswersInHttp1IsNamed() throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = new ClientUnderTest()) {
			CompletableFuture<H2Response> response = client.get(peer);
			peer.accept().readPreface();
			peer.bytes("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			peer.expectGoAwayAndClose();
			assertThat(error(response)).isInstanceOf(H2Error.ProtocolError.class)
				.extracting(H2Error::message)
				.asString()
				.contains("HTTP/1");
		}
	}

	@Test
	void aFirstFrameOtherThanSettingsIsAProtocolError() throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = new ClientUnderTest()) {
			CompletableFuture<H2Response> response = client.get(peer);
			peer.accept().readPreface();
			peer.send(Frame.PING, 0, 0, new byte[8]);
			assertThat(peer.expectGoAwayAndClose()).isEqualTo(Http2ErrorCode.PROTOCOL_ERROR.code());
			assertThat(error(response)).isInstanceOf(H2Error.ProtocolError.class);
		}
	}

	@Test
	void aServerMustNotSwitchPushOn() throws Exception {
		try (FramePeer peer = FramePeer.cleartext(); ClientUnderTest client = new ClientUnderTest()) {
			CompletableFuture<H2Response> response = client.get(peer);
			peer.accept().readPreface();
			peer.settings(2, 1);
			assertThat(peer.expectGoAwayAndClose()).isEqualTo(Http2ErrorCode.PROTOCOL_ERROR.code());
			assertThat(error(response)).isInstanceOf(H2Error.ProtocolError.class);
		}
	}

}

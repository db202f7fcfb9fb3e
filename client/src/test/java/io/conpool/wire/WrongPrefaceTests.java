package io.conpool.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server whose first frame is not SETTINGS (RFC 9113 section 3.4), or that does not
 * speak HTTP/2 at all: the dial fails, and no request was sent.
 */
class WrongPrefaceTests extends WireTest {

	@ParameterizedTest(name = "type {0}, flags {1}, stream {2}, {3} bytes")
	@CsvSource({ "0, 0, 1, 1", "1, 4, 1, 1", "2, 0, 1, 5", "3, 0, 1, 4", "4, 1, 0, 0", "5, 4, 1, 5", "6, 0, 0, 8",
			"6, 1, 0, 8", "8, 0, 0, 4", "9, 4, 1, 1", "66, 0, 0, 1" })
	void aFirstFrameOtherThanSettingsIsAProtocolError(int type, int flags, int streamId, int length) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.accept().readPreface();
		byte[] payload = new byte[length];
		Arrays.fill(payload, (byte) 0x88);
		this.peer.send(type, flags, streamId, payload);
		assertTheDialFails(response, Http2ErrorCode.PROTOCOL_ERROR);
	}

	@Test
	void aServerThatSaysGoAwayAtOnceIsHeard() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.accept().readPreface();
		this.peer.send(Frame.GOAWAY, 0, 0, new byte[] { 0, 0, 0, 0, 0, 0, 0, 11, 'b', 'u', 's', 'y' });
		H2Error error = error(response);
		assertThat(error.isUnprocessed()).isTrue();
		assertThat(error.message()).contains("GOAWAY ENHANCE_YOUR_CALM", "busy");
	}

	@Test
	void aServerThatAnswersInHttp1IsNamed() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.accept().readPreface();
		this.peer.bytes("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		assertThat(assertTheDialFails(response, Http2ErrorCode.PROTOCOL_ERROR).message()).contains("HTTP/1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SSH-2.0-OpenSSH_9.6\r\n", "220 mail.example.org ESMTP\r\n" })
	void aServerOfAnotherProtocolIsRefusedByItsFirstBytes(String banner) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.accept().readPreface();
		this.peer.bytes(banner.getBytes(StandardCharsets.US_ASCII));
		// Four letters are a frame's length, and that is larger than we accept.
		assertTheDialFails(response, Http2ErrorCode.FRAME_SIZE_ERROR);
	}

	@Test
	void aServerThatClosesWithoutAWordIsAFailedDial() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.accept().readPreface();
		this.peer.drop();
		H2Error error = error(response);
		assertThat(error).isInstanceOf(H2Error.ConnectionLost.class);
		assertThat(error.isUnprocessed()).isTrue();
	}

	/**
	 * The peer is told the code, the caller gets one error and nothing of the request was
	 * sent.
	 */
	private H2Error assertTheDialFails(CompletableFuture<H2Response> response, Http2ErrorCode code) throws Exception {
		Frame goAway = this.peer.expect(Frame.GOAWAY);
		assertThat(Http2ErrorCode.of(goAway.intAt(4))).isEqualTo(code);
		this.peer.expectClose();
		H2Error error = error(response);
		assertThat(error).isInstanceOfSatisfying(H2Error.ProtocolError.class, (breach) -> {
			assertThat(breach.code()).isEqualTo(code);
			assertThat(breach.handshake()).isTrue();
		});
		assertThat(error.isUnprocessed()).isTrue();
		assertThat(error.isRetryable()).isFalse();
		assertThat(this.client.openStreams()).isZero();
		return error;
	}

}

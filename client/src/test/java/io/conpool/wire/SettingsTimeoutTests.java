package io.conpool.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * SETTINGS that never come, or are never acknowledged (RFC 9113 section 6.5.3): the wait
 * is bounded.
 */
class SettingsTimeoutTests extends WireTest {

	private static final Duration LIMIT = Duration.ofSeconds(1);

	@Override
	ClientUnderTest newClient() {
		return new ClientUnderTest(ClientUnderTest.builder().http2(ClientUnderTest.http2(1 << 20, LIMIT)));
	}

	@Test
	void aPeerThatSendsNoSettingsIsGivenUp() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.accept().readPreface();
		assertThatTheConnectionIsGivenUp(response, true);
	}

	@Test
	void aPeerThatStopsInTheMiddleOfItsFirstFrameIsGivenUp() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.accept().readPreface();
		this.peer.bytes(new byte[] { 0, 0 });
		assertThatTheConnectionIsGivenUp(response, true);
	}

	@Test
	void aPeerThatDoesNotAcknowledgeSettingsIsGivenUp() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.accept().readPreface();
		this.peer.settings();
		this.peer.expectRequest();
		assertThatTheConnectionIsGivenUp(response, false);
	}

	private void assertThatTheConnectionIsGivenUp(CompletableFuture<H2Response> response, boolean handshake)
			throws Exception {
		assertThat(this.peer.expectGoAwayAndClose()).isEqualTo(Http2ErrorCode.SETTINGS_TIMEOUT.code());
		H2Error error = error(response);
		assertThat(error).isInstanceOfSatisfying(H2Error.SettingsTimeout.class, (timeout) -> {
			assertThat(timeout.limit()).isEqualTo(LIMIT);
			assertThat(timeout.handshake()).isEqualTo(handshake);
		});
		assertThat(error.isUnprocessed()).isEqualTo(handshake);
		assertThat(this.client.openStreams()).isZero();
	}

}

package io.conpool.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.http.StreamedResponse;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A server that goes silent: every wait ends by the call's deadline, the peer is told by
 * RST_STREAM with CANCEL (RFC 9113 section 5.4.2), and a stream that it has not shown to
 * be rid of keeps its slot. Silence before the first SETTINGS is in
 * {@link SettingsTimeoutTests}, silence in TLS in {@link TlsTests}.
 */
class SilentServerTests extends WireTest {

	private static final Duration LIMIT = Duration.ofMillis(500);

	private static final int MAX_CONCURRENT_STREAMS = 3;

	private static final int INITIAL_WINDOW_SIZE = 4;

	@Test
	void silenceInsteadOfAResponseEndsByTheDeadline() throws Exception {
		connect();
		CompletableFuture<H2Response> response = this.client.client.sendAsync(get());
		int id = this.peer.expectRequest();
		assertTheCallTimesOut(response, id);
		assertTheConnectionLives();
	}

	@Test
	void silenceBehindAnInformationalResponseEndsByTheDeadline() throws Exception {
		connect();
		CompletableFuture<H2Response> response = this.client.client.sendAsync(get());
		int id = this.peer.expectRequest();
		this.peer.headers(id, false, ":status", "103");
		assertTheCallTimesOut(response, id);
		assertTheConnectionLives();
	}

	@Test
	void silenceInTheMiddleOfTheContentEndsByTheDeadline() throws Exception {
		connect();
		CompletableFuture<H2Response> response = this.client.client.sendAsync(get());
		int id = this.peer.expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, "half", false);
		assertTheCallTimesOut(response, id);
		assertTheConnectionLives();
	}

	@Test
	void silenceInTheMiddleOfAStreamedResponseEndsByTheDeadline() throws Exception {
		connect();
		CompletableFuture<StreamedResponse> response = this.client.client.streamAsync(get());
		int id = this.peer.expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, "half", false);
		CompletableFuture<byte[]> content = response.get(10, TimeUnit.SECONDS).body().bytes(100);
		assertThat(Http2ErrorCode.of(this.peer.expectReset(id))).isEqualTo(Http2ErrorCode.CANCEL);
		assertThatThrownBy(() -> content.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
			.satisfies((ex) -> assertThat(H2ClientException.errorIn(ex)).isEqualTo(new H2Error.Timeout(LIMIT, true)));
		assertTheConnectionLives();
	}

	@Test
	void aWindowThatIsNeverGrantedEndsByTheDeadline() throws Exception {
		connect(INITIAL_WINDOW_SIZE, 0);
		CompletableFuture<H2Response> response = this.client.client
			.sendAsync(H2Request.post(this.peer.uri("/"), RequestBody.bytes(new byte[10])).timeout(LIMIT).build());
		int id = this.peer.expectRequest();
		assertTheCallTimesOut(response, id);
		assertTheConnectionLives();
	}

	@Test
	void aPeerThatSendsButAnswersNoPingIsGivenTheNextRequestAllTheSame() throws Exception {
		CompletableFuture<H2Response> cancelled = this.client.get(this.peer);
		int id = this.peer.handshake(MAX_CONCURRENT_STREAMS, 1).expectRequest();
		cancelled.cancel(true);
		this.peer.expectReset(id);
		assertThat(this.peer.read().type()).isEqualTo(Frame.PING);
		CompletableFuture<H2Response> next = this.client.get(this.peer);
		this.peer.windowUpdate(0, 1).respond(this.peer.expectRequest(), "next");
		assertThat(await(next).bodyAsString()).isEqualTo("next");
	}

	private H2Request get() {
		return H2Request.get(this.peer.uri("/")).timeout(LIMIT).build();
	}

	private void assertTheCallTimesOut(CompletableFuture<H2Response> response, int id) throws Exception {
		assertThat(Http2ErrorCode.of(this.peer.expectReset(id))).isEqualTo(Http2ErrorCode.CANCEL);
		assertThat(error(response)).isEqualTo(new H2Error.Timeout(LIMIT, true));
	}

}

package io.conpool.wire;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.conpool.connection.http2.Http2Config;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.StreamedResponse;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A peer that sends more than it was granted (RFC 9113 sections 5.2.1, 6.9): it costs the
 * stream, and never more memory than the window. The connection's window is granted anew
 * as soon as its bytes arrive, so there is nothing to overrun.
 */
class WindowOverrunTests extends WireTest {

	private static final int WINDOW = 65_535;

	private static final byte[] FRAME = new byte[16_384];

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
	void moreThanTheStreamsWindowCostsTheStreamOnly() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		int id = this.peer.handshake().expectRequest();
		CompletableFuture<H2Response> other = this.client.get(this.peer);
		int otherId = this.peer.expectRequest();
		this.peer.headers(id, false, ":status", "200");
		StreamedResponse unread = response.get(10, TimeUnit.SECONDS);
		fill(id);
		this.peer.data(id, new byte[WINDOW % FRAME.length], false).roundTrip();
		this.peer.data(id, new byte[1], false);
		assertOverrun(id, unread);
		this.peer.respond(otherId, "lives on");
		assertThat(await(other).bodyAsString()).isEqualTo("lives on");
		assertTheConnectionLives();
	}

	@Test
	void paddingCountsToo() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200");
		StreamedResponse unread = response.get(10, TimeUnit.SECONDS);
		fill(id);
		// One byte less than is left, and two of padding.
		byte[] padded = new byte[WINDOW % FRAME.length + 1];
		padded[0] = 1;
		this.peer.send(Frame.DATA, 0x8, id, padded);
		assertOverrun(id, unread);
		assertTheConnectionLives();
	}

	private void fill(int id) throws Exception {
		for (int i = 0; i < WINDOW / FRAME.length; i++) {
			this.peer.data(id, FRAME, false);
		}
	}

	private void assertOverrun(int id, StreamedResponse unread) throws Exception {
		assertThat(Http2ErrorCode.of(this.peer.expectReset(id))).isEqualTo(Http2ErrorCode.FLOW_CONTROL_ERROR);
		CompletableFuture<byte[]> content = unread.body().bytes(2 * WINDOW);
		assertThatThrownBy(() -> content.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
			.satisfies((ex) -> assertThat(H2ClientException.errorIn(ex)).isInstanceOf(H2Error.MalformedResponse.class));
	}

	@Test
	void theConnectionsWindowIsGrantedAnewAsItIsUsed() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200");
		int sent = 0;
		int granted = 0;
		while (sent < 10 * WINDOW) {
			this.peer.data(id, FRAME, false).data(id, FRAME, false);
			sent += 2 * FRAME.length;
			Frame grant = this.peer.expect(Frame.WINDOW_UPDATE);
			while (grant.streamId() != 0) {
				grant = this.peer.expect(Frame.WINDOW_UPDATE);
			}
			granted += grant.intAt(0);
		}
		assertThat(granted).isEqualTo(sent);
		this.peer.data(id, FRAME, true);
		assertThat(await(response).body()).hasSize(sent + FRAME.length);
	}

	private CompletableFuture<StreamedResponse> stream() {
		return this.client.client.streamAsync(H2Request.get(this.peer.uri("/")).build());
	}

}

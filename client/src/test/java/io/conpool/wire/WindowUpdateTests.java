package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Grants of the peer that are illegal or mean: an increment of 0 (RFC 9113 section 6.9),
 * windows above 2^31-1 (6.9.1, 6.9.2), windows that grow byte by byte (10.5).
 */
class WindowUpdateTests extends WireTest {

	private static final int INITIAL_WINDOW_SIZE = 4;

	@Test
	void anIncrementOf0CostsItsStreamOnly() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.windowUpdate(id, 0);
		H2Error error = assertOnlyTheStreamFails(response, id, Http2ErrorCode.PROTOCOL_ERROR);
		assertThat(error).isInstanceOf(H2Error.MalformedResponse.class);
	}

	@Test
	void anIncrementOf0ForTheConnectionEndsIt() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake().expectRequest();
		this.peer.windowUpdate(0, 0);
		assertTheConnectionFails(response, Http2ErrorCode.PROTOCOL_ERROR);
	}

	@Test
	void aStreamsWindowThatOverflowsIsTheStreamsError() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[100_000]);
		int id = this.peer.handshake().expectRequest();
		for (int received = 0; received < 65_535;) {
			received += this.peer.expect(Frame.DATA).length();
		}
		CompletableFuture<H2Response> other = this.client.get(this.peer);
		int otherId = this.peer.expectRequest();
		this.peer.windowUpdate(id, Integer.MAX_VALUE).windowUpdate(id, 1);
		assertThat(Http2ErrorCode.of(this.peer.expectReset(id))).isEqualTo(Http2ErrorCode.FLOW_CONTROL_ERROR);
		assertThat(error(response)).isInstanceOf(H2Error.MalformedResponse.class);
		this.peer.respond(otherId, "lives on");
		assertThat(await(other).bodyAsString()).isEqualTo("lives on");
		assertTheConnectionLives();
	}

	@Test
	void theConnectionsWindowThatOverflowsIsTheConnectionsError() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake().expectRequest();
		this.peer.windowUpdate(0, Integer.MAX_VALUE);
		assertTheConnectionFails(response, Http2ErrorCode.FLOW_CONTROL_ERROR);
	}

	@Test
	void settingsThatOverflowAWindowAreTheConnectionsError() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[100_000]);
		int id = this.peer.handshake(INITIAL_WINDOW_SIZE, 0).expectRequest();
		this.peer.windowUpdate(id, 70_000);
		for (int received = 0; received < 65_535;) {
			received += this.peer.expect(Frame.DATA).length();
		}
		this.peer.settings(INITIAL_WINDOW_SIZE, Integer.MAX_VALUE);
		assertTheConnectionFails(response, Http2ErrorCode.FLOW_CONTROL_ERROR);
	}

	@Test
	void aWindowThatOverflowsWhereNothingIsToBeSentIsNobodysError() throws Exception {
		CompletableFuture<H2Response> cancelled = this.client.post(this.peer, new byte[2_000]);
		int id = this.peer.handshake(INITIAL_WINDOW_SIZE, 0).expectRequest();
		CompletableFuture<H2Response> complete = this.client.get(this.peer);
		int other = this.peer.expectRequest();
		cancelled.cancel(true);
		this.peer.expectReset(id);
		this.peer.windowUpdate(id, 1000).windowUpdate(other, 1000).settings(INITIAL_WINDOW_SIZE, Integer.MAX_VALUE);
		this.peer.windowUpdate(id, Integer.MAX_VALUE).windowUpdate(other, Integer.MAX_VALUE);
		this.peer.respond(other, "whole");
		assertThat(await(complete).bodyAsString()).isEqualTo("whole");
		assertTheConnectionLives();
	}

	@Test
	void theLargestWindowsAreLegal() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[10]);
		int id = this.peer.handshake(INITIAL_WINDOW_SIZE, 0).expectRequest();
		this.peer.windowUpdate(0, Integer.MAX_VALUE - 65_535).windowUpdate(id, Integer.MAX_VALUE);
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(10);
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@ParameterizedTest(name = "on the stream: {0}")
	@ValueSource(booleans = { true, false })
	void aWindowThatGrowsByteByByteIsFollowed(boolean onTheStream) throws Exception {
		int length = 300;
		int first = onTheStream ? 0 : 65_535;
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[first + length]);
		int id = this.peer.handshake(INITIAL_WINDOW_SIZE, onTheStream ? 0 : 1 << 20).expectRequest();
		for (int received = 0; received < first;) {
			received += this.peer.expect(Frame.DATA).length();
		}
		for (int i = 1; i <= length; i++) {
			this.peer.windowUpdate(onTheStream ? id : 0, 1);
			Frame data = this.peer.expect(Frame.DATA);
			assertThat(data.length()).isEqualTo(1);
			assertThat(data.is(Frame.END_STREAM)).isEqualTo(i == length);
		}
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

}

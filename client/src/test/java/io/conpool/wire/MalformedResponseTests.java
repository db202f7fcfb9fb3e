package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Responses whose frames come in a wrong order (RFC 9113 sections 8.1, 8.1.1): each costs
 * its own stream and no other. What can be wrong with their fields is in
 * {@link StatusTests}, {@link ResponseFieldTests} and {@link ContentLengthTests}.
 */
class MalformedResponseTests extends WireTest {

	@Test
	void otherStreamsLiveOn() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		CompletableFuture<H2Response> other = this.client.get(this.peer);
		int otherId = this.peer.expectRequest();
		this.peer.headers(otherId, false, ":status", "200").headers(id, true, "no-status", "x");
		assertThat(Http2ErrorCode.of(this.peer.expectReset(id))).isEqualTo(Http2ErrorCode.PROTOCOL_ERROR);
		assertThat(error(response)).isInstanceOf(H2Error.MalformedResponse.class);
		this.peer.data(otherId, "lives on", true);
		assertThat(await(other).bodyAsString()).isEqualTo("lives on");
	}

	@Test
	void anInformationalResponseMustNotEndTheStream() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, true, ":status", "100");
		assertMalformed(response, id);
	}

	@Test
	void dataMustNotComeBeforeHeaders() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.data(id, "early", false);
		assertMalformed(response, id);
	}

	@Test
	void dataMustNotComeBetweenInformationalAndFinalHeaders() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "103").data(id, "early", true);
		assertMalformed(response, id);
	}

	@Test
	void trailersMustEndTheStream() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").headers(id, false, "x-trailer", "1");
		assertMalformed(response, id);
	}

	@Test
	void anInformationalResponseMustNotComeBehindTheFinalHeaders() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").headers(id, false, ":status", "103");
		assertMalformed(response, id);
	}

	private void assertMalformed(CompletableFuture<H2Response> response, int id) throws Exception {
		H2Error error = assertOnlyTheStreamFails(response, id, Http2ErrorCode.PROTOCOL_ERROR);
		assertThat(error).isInstanceOf(H2Error.MalformedResponse.class);
	}

}

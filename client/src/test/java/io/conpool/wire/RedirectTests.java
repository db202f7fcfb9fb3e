package io.conpool.wire;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.http.StreamedResponse;
import io.conpool.testing.Frame;
import io.conpool.testing.FramePeer;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redirects are followed where a request asks for that (RFC 9110 section 15.4).
 */
class RedirectTests extends WireTest {

	private H2Request.Builder request(String method) {
		return this.client.client.request(method, this.peer.uri("/first")).redirects(1);
	}

	private CompletableFuture<H2Response> send(H2Request.Builder request) {
		return this.client.client.sendAsync(request.build());
	}

	@Test
	void theNextRequestGoesOverTheSameConnectionWhenTheContentIsThrough() throws Exception {
		CompletableFuture<H2Response> response = send(request("GET"));
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "302", "location", "next?q=1", "content-length", "7")
			.data(id, "go away", true);
		assertThat(this.peer.expectRequestFields()).containsEntry(":path", "/next?q=1").containsEntry(":method", "GET");
		this.peer.respond(3, "here");
		assertThat(await(response)).returns("here", H2Response::bodyAsString)
			.returns(this.peer.uri("/next?q=1"), (whole) -> whole.uri().toString());
		assertThat(this.client.openStreams()).isZero();
	}

	@Test
	void longContentIsGivenUpByCancel() throws Exception {
		CompletableFuture<H2Response> response = send(request("GET"));
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "301", "location", "/next");
		for (int i = 0; i < 5; i++) {
			this.peer.data(id, new byte[16 * 1024], false);
		}
		assertThat(Http2ErrorCode.of(this.peer.expectReset(id))).isEqualTo(Http2ErrorCode.CANCEL);
		assertThat(this.peer.expectRequestFields()).containsEntry(":path", "/next");
		this.peer.respond(3, "here");
		assertThat(await(response).bodyAsString()).isEqualTo("here");
	}

	@Test
	void contentIsSentAgainWhereTheMethodIsKept() throws Exception {
		CompletableFuture<H2Response> response = send(request("POST").body(RequestBody.utf8("content")));
		int id = this.peer.handshake().expectRequest();
		this.peer.expect(Frame.DATA);
		this.peer.headers(id, true, ":status", "307", "location", "/next");
		assertThat(this.peer.expectRequestFields()).containsEntry(":method", "POST")
			.containsEntry("content-length", "7");
		assertThat(this.peer.expect(Frame.DATA).text()).isEqualTo("content");
		this.peer.respond(3, "here");
		assertThat(await(response).bodyAsString()).isEqualTo("here");
	}

	@Test
	void credentialsStayWhereTheyAreMeantFor() throws Exception {
		try (FramePeer other = FramePeer.cleartext()) {
			CompletableFuture<H2Response> response = send(
					request("POST").header("authorization", "secret").header("accept", "text/plain"));
			int id = this.peer.handshake().expectRequest();
			this.peer.headers(id, true, ":status", "303", "location", other.uri("/"));
			assertThat(other.handshake().expectRequestFields()).containsEntry(":method", "GET")
				.containsEntry("accept", "text/plain")
				.doesNotContainKeys("authorization", "content-length");
			other.respond(1, "here");
			assertThat(await(response).bodyAsString()).isEqualTo("here");
		}
	}

	@Test
	void whatIsStreamedComesFromTheLastServer() throws Exception {
		CompletableFuture<StreamedResponse> response = this.client.client.streamAsync(request("GET").build());
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "308", "location", "/next").data(id, "go away", true);
		this.peer.expectRequest();
		this.peer.respond(3, "here");
		assertThat(response.get(10, TimeUnit.SECONDS).body().bytes(100).get(10, TimeUnit.SECONDS)).asString()
			.isEqualTo("here");
	}

	@Test
	void aLoopEndsInItsLastRedirect() throws Exception {
		CompletableFuture<H2Response> response = send(request("GET"));
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, true, ":status", "302", "location", "/first");
		this.peer.headers(this.peer.expectRequest(), true, ":status", "302", "location", "/first");
		assertThat(await(response).status()).isEqualTo(302);
	}

}

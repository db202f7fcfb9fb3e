package io.conpool.wire;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;

import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests and responses as they should be (RFC 9113 section 8).
 */
class ExchangeTests extends WireTest {

	@Test
	void aRequestCarriesItsPseudoHeaderFieldsFirst() throws Exception {
		H2Request request = H2Request.builder("DELETE", URI.create(this.peer.uri("/a%20b?c=d#fragment")))
			.header("X-Trace", "7")
			.build();
		CompletableFuture<H2Response> response = this.client.client.sendAsync(request);
		Map<String, String> fields = this.peer.handshake().expectRequestFields();
		assertThat(fields.keySet()).startsWith(":method", ":scheme", ":authority", ":path");
		assertThat(fields).containsEntry(":method", "DELETE")
			.containsEntry(":scheme", "http")
			.containsEntry(":authority", "localhost:" + this.peer.port())
			.containsEntry(":path", "/a%20b?c=d")
			.containsEntry("x-trace", "7")
			.containsEntry("accept-encoding", "zstd, br, gzip, deflate");
		this.peer.respond(1, "ok");
		assertThat(await(response).bodyAsString()).isEqualTo("ok");
	}

	@Test
	void aBodyIsSentWithItsLength() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, "hello".getBytes(StandardCharsets.UTF_8));
		assertThat(this.peer.handshake().expectRequestFields()).containsEntry("content-length", "5");
		Frame data = this.peer.expect(Frame.DATA);
		assertThat(data.text()).isEqualTo("hello");
		assertThat(data.is(Frame.END_STREAM)).isTrue();
		this.peer.respond(1, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void headersAreReadInOrderWithAllTheirValues() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, true, ":status", "404", "set-cookie", "a=1", "set-cookie", "b=2", "server", "test");
		H2Response received = await(response);
		assertThat(received.status()).isEqualTo(404);
		assertThat(received.headers().all("Set-Cookie")).containsExactly("a=1", "b=2");
		assertThat(received.body()).isEmpty();
		assertThat(received.toString()).doesNotContain("a=1");
	}

	@Test
	void trailersFollowTheContent() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, "content", false).headers(id, true, "grpc-status", "0");
		assertThat(await(response).trailers().first("grpc-status")).hasValue("0");
		assertThat(await(response).headers().contains("grpc-status")).isFalse();
		assertThat(await(response).bodyAsString()).isEqualTo("content");
	}

	@Test
	void informationalResponsesArePassedOver() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "100").headers(id, false, ":status", "103", "link", "</a>");
		this.peer.respond(id, "final");
		assertThat(await(response).status()).isEqualTo(200);
		assertThat(await(response).headers().contains("link")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "HEAD, 200", "GET, 304", "HEAD, 404" })
	void aResponseWithoutContentMayNameALength(String method, String status) throws Exception {
		CompletableFuture<H2Response> response = this.client.client
			.sendAsync(H2Request.builder(method, URI.create(this.peer.uri("/"))).build());
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, true, ":status", status, "content-length", "1000");
		assertThat(await(response).headers().first("content-length")).hasValue("1000");
		assertThat(await(response).body()).isEmpty();
	}

	@Test
	void status204HasNoContent() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, true, ":status", "204");
		assertThat(await(response).body()).isEmpty();
	}

	@Test
	void aCompressedResponseIsDecoded() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		byte[] encoded = gzip("hello hello hello");
		this.peer
			.headers(id, false, ":status", "200", "content-encoding", "gzip", "content-length", "" + encoded.length)
			.data(id, encoded, true);
		assertThat(await(response).bodyAsString()).isEqualTo("hello hello hello");
		assertThat(await(response).headers().contains("content-encoding")).isFalse();
	}

	@Test
	void decodingCanBeDeclined() throws Exception {
		CompletableFuture<H2Response> response = this.client.client
			.sendAsync(H2Request.get(this.peer.uri("/")).decompress(false).build());
		assertThat(this.peer.handshake().expectRequestFields()).doesNotContainKey("accept-encoding");
		byte[] encoded = gzip("hello");
		this.peer.headers(1, false, ":status", "200", "content-encoding", "gzip").data(1, encoded, true);
		assertThat(await(response).body()).isEqualTo(encoded);
	}

	@Test
	void paddingIsNotContent() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200")
			.send(Frame.DATA, 0x8 | Frame.END_STREAM, id, new byte[] { 2, 'h', 'i', 0, 0 });
		assertThat(await(response).bodyAsString()).isEqualTo("hi");
	}

	@Test
	void anEarlyResponseIsDeliveredAndTheUploadStopped() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[200_000]);
		int id = this.peer.handshake().expectRequest();
		int received = 0;
		while (received < 65_535) {
			received += this.peer.expect(Frame.DATA).length();
		}
		this.peer.headers(id, true, ":status", "413");
		assertThat(await(response).status()).isEqualTo(413);
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.NO_ERROR.code());
	}

	@Test
	void requestsShareOneConnection() throws Exception {
		CompletableFuture<H2Response> first = this.client.get(this.peer);
		CompletableFuture<H2Response> second = this.client.get(this.peer);
		this.peer.handshake();
		assertThat(this.peer.expectRequest()).isEqualTo(1);
		assertThat(this.peer.expectRequest()).isEqualTo(3);
		this.peer.respond(3, "second").respond(1, "first");
		assertThat(await(first).bodyAsString()).isEqualTo("first");
		assertThat(await(second).bodyAsString()).isEqualTo("second");
		assertThat(this.client.openStreams()).isZero();
	}

	private static byte[] gzip(String text) throws Exception {
		ByteArrayOutputStream encoded = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(encoded)) {
			out.write(text.getBytes(StandardCharsets.UTF_8));
		}
		return encoded.toByteArray();
	}

}

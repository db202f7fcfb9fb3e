package io.conpool.connection.http1;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpHeaders;
import io.conpool.http.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests and responses as they should be (RFC 9112 sections 3 to 7).
 */
class Http1ExchangeTests extends Http1Test {

	@Test
	void aRequestHasItsTargetAndItsHostFirst() throws Exception {
		CompletableFuture<H2Response> response = this.client
			.sendAsync(H2Request.builder("DELETE", URI.create(this.peer.uri("/a%20b?c=d#fragment")))
				.header("X-Trace", "7")
				.header("x-latin", "\u00e9")
				.decompress(false)
				.build());
		List<String> head = this.peer.accept().expectRequest();
		assertThat(head).containsExactly("DELETE /a%20b?c=d HTTP/1.1", "host: localhost:" + this.peer.port(),
				"x-trace: 7", "x-latin: \u00e9");
		this.peer.respond("ok");
		assertThat(await(response).bodyAsString()).isEqualTo("ok");
	}

	@Test
	void optionsOfTheServerAsAWhole() throws Exception {
		CompletableFuture<H2Response> response = this.client
			.sendAsync(H2Request.builder("OPTIONS", URI.create(this.peer.uri(""))).build());
		assertThat(this.peer.accept().expectRequest().get(0)).isEqualTo("OPTIONS * HTTP/1.1");
		this.peer.respond("");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void cookiesGoInOneFieldAndTeIsNominated() throws Exception {
		CompletableFuture<H2Response> response = this.client.sendAsync(H2Request.get(this.peer.uri("/"))
			.header("cookie", "a=1")
			.header("te", "trailers")
			.header("cookie", "b=2")
			.build());
		assertThat(this.peer.accept().expectRequest()).contains("cookie: a=1; b=2", "te: trailers", "connection: te")
			.filteredOn((line) -> line.startsWith("cookie"))
			.hasSize(1);
		this.peer.respond("");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void aBodyIsSentWithItsLength() throws Exception {
		CompletableFuture<H2Response> response = post(RequestBody.utf8("hello"));
		assertThat(this.peer.accept().expectRequest()).contains("content-length: 5")
			.noneMatch((line) -> line.startsWith("transfer-encoding"));
		assertThat(this.peer.readText(5)).isEqualTo("hello");
		this.peer.respond("ok");
		assertThat(await(response).bodyAsString()).isEqualTo("ok");
		assertTheConnectionLives();
	}

	@ParameterizedTest
	@CsvSource({ "hello, 5", "'', 0" })
	void trailersFollowTheContentInChunks(String content, int length) throws Exception {
		CompletableFuture<H2Response> response = this.client
			.sendAsync(H2Request.post(this.peer.uri("/"), RequestBody.utf8(content))
				.trailers(() -> HttpHeaders.builder().add("x-sum", "7").build())
				.build());
		assertThat(this.peer.accept().expectRequest()).contains("transfer-encoding: chunked")
			.noneMatch((line) -> line.startsWith("content-length"));
		if (length > 0) {
			assertThat(this.peer.readChunk()).asString().isEqualTo(content);
		}
		assertThat(this.peer.readLine()).isEqualTo("0");
		assertThat(this.peer.expectRequest()).containsExactly("x-sum: 7");
		this.peer.respond("ok");
		assertThat(await(response).bodyAsString()).isEqualTo("ok");
		assertTheConnectionLives();
	}

	@Test
	void trailersThatFailEndTheConnectionBeforeTheirEnd() throws Exception {
		CompletableFuture<H2Response> response = this.client
			.sendAsync(H2Request.post(this.peer.uri("/"), RequestBody.utf8("hello")).trailers(() -> {
				throw new IllegalStateException("no sum");
			}).build());
		this.peer.accept().expectRequest();
		assertThat(error(response)).isInstanceOf(H2Error.RequestBodyFailed.class);
		this.peer.expectClose();
		assertANewConnectionServes();
	}

	@Test
	void whoWantsToHearsOfInformationalResponses() throws Exception {
		CompletableFuture<String> link = new CompletableFuture<>();
		CompletableFuture<H2Response> response = this.client.sendAsync(H2Request.get(this.peer.uri("/"))
			.onInformational((status, headers) -> link.complete(status + " " + headers.first("link").orElse("")))
			.build());
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
		assertThat(await(link)).isEqualTo("103 </a>");
		this.peer.respond("final");
		assertThat(await(response).bodyAsString()).isEqualTo("final");
	}

	@Test
	void fieldsAreReadInOrderWithAllTheirValuesButThoseOfTheConnection() throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 404 Not Found\r\nSet-Cookie: a=1\r\nServer:test \r\nset-cookie: b=2\r\n"
				+ "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 0\r\n\r\n");
		H2Response received = await(response);
		assertThat(received.status()).isEqualTo(404);
		assertThat(received.headers().all("set-cookie")).containsExactly("a=1", "b=2");
		assertThat(received.headers().names()).containsExactly("set-cookie", "server", "content-length");
		assertTheConnectionLives();
	}

	@Test
	void chunksMakeTheContentAndTrailersFollow() throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
			.send("3;name=value\r\ncon\r\n")
			.send("4\r\nte")
			.send("nt\r\n0\r\nX-Sum: 7\r\n\r\n");
		assertThat(await(response).bodyAsString()).isEqualTo("content");
		assertThat(await(response).trailers().first("x-sum")).hasValue("7");
		assertThat(await(response).headers().size()).isZero();
		assertTheConnectionLives();
	}

	@Test
	void aResponseMayArriveByteByByte() throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		for (char c : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".toCharArray()) {
			this.peer.send(String.valueOf(c));
		}
		assertThat(await(response).bodyAsString()).isEqualTo("ok");
	}

	@Test
	void informationalResponsesArePassedOver() throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n").respond("final");
		assertThat(await(response).bodyAsString()).isEqualTo("final");
		assertThat(await(response).headers().contains("link")).isFalse();
		assertTheConnectionLives();
	}

	@ParameterizedTest
	@CsvSource({ "HEAD, 200", "GET, 304", "HEAD, 404", "GET, 204" })
	void aResponseWithoutContentMayNameALength(String method, String status) throws Exception {
		CompletableFuture<H2Response> response = this.client
			.sendAsync(H2Request.builder(method, URI.create(this.peer.uri("/"))).build());
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 " + status + " X\r\nContent-Length: 1000\r\n\r\n");
		assertThat(await(response).headers().first("content-length")).hasValue("1000");
		assertThat(await(response).body()).isEmpty();
		assertTheConnectionLives();
	}

	@Test
	void aHeadOfChunkedContentHasNoContent() throws Exception {
		CompletableFuture<H2Response> response = this.client
			.sendAsync(H2Request.builder("HEAD", URI.create(this.peer.uri("/"))).build());
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
		assertThat(await(response).body()).isEmpty();
		assertTheConnectionLives();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
			"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n" })
	void contentWithoutALengthEndsWithTheConnection(String head) throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		this.peer.send(head + "until ").send("the end").drop();
		assertThat(await(response).bodyAsString()).isEqualTo("until the end");
		assertANewConnectionServes();
	}

	@Test
	void anEarlyResponseIsDeliveredAndTheConnectionClosed() throws Exception {
		CompletableFuture<H2Response> response = post(RequestBody.bytes(new byte[16 << 20]));
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 413 Too Large\r\nContent-Length: 4\r\n\r\nmuch");
		assertThat(await(response).status()).isEqualTo(413);
		assertThat(await(response).bodyAsString()).isEqualTo("much");
		assertThat(this.peer.expectClose()).isLessThan(16 << 20);
		assertANewConnectionServes();
	}

}

package io.conpool.connection.http1;

import java.util.concurrent.CompletableFuture;

import io.conpool.H2ClientBuilder;
import io.conpool.connection.http2.Http2Config;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Responses that break the rules of RFC 9112 or this client's limits: each costs its
 * connection, ends its call in one typed error, and leaves the pool able to serve.
 */
class Http1MalformedResponseTests extends Http1Test {

	// Of heads that count 1,021 bytes each: the last is read before the client closes, so
	// that no write of the peer's is cut off.
	private static final int FIRST_BEYOND_256_KIB = 257;

	private static final int MAX_HEADERS = 1024;

	private static final int MAX_BODY = 1000;

	@Override
	H2ClientBuilder configure(H2ClientBuilder builder) {
		return builder
			.http2(Http2Config.builder().maxHeaderListSize(MAX_HEADERS).maxResponseBodySize(MAX_BODY).build());
	}

	@ParameterizedTest
	@ValueSource(strings = { "garbage that is no status line\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n",
			"HTTP/1.1 20 OK\r\n\r\n", "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n", "ICY/1.1 200 OK\r\n\r\n",
			"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
			"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n1", "HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n12",
			"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n12",
			"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
			"HTTP/1.1 200 OK\r\nbad name: x\r\nContent-Length: 0\r\n\r\n",
			"HTTP/1.1 200 OK\r\nname: a\u0000b\r\nContent-Length: 0\r\n\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n" })
	void aBreachOfTheProtocolEndsTheCallAndTheConnection(String answer) throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		this.peer.send(answer);
		H2Error error = error(response);
		assertThat(error).isInstanceOfSatisfying(H2Error.ProtocolError.class,
				(broken) -> assertThat(broken.code()).isEqualTo(Http2ErrorCode.PROTOCOL_ERROR));
		assertThat(error.isUnprocessed()).isFalse();
		this.peer.expectClose();
		assertThat(this.replays).isEmpty();
		assertANewConnectionServes();
	}

	@Test
	void informationalResponsesHaveABudget() throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		this.peer.send(
				("HTTP/1.1 103 Early Hints\r\nlink: <" + "x".repeat(1_000) + ">\r\n\r\n").repeat(FIRST_BEYOND_256_KIB));
		assertThat(error(response).message()).contains("informational");
		this.peer.expectClose();
		assertANewConnectionServes();
	}

	@Test
	void headersAboveTheLimitAreRefused() throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nname: " + "x".repeat(MAX_HEADERS) + "\r\n\r\n");
		assertThat(error(response)).isEqualTo(new H2Error.ResponseHeadersTooLarge(MAX_HEADERS));
		assertANewConnectionServes();
	}

	@Test
	void trailersAboveTheLimitAreRefused() throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nname: " + "x".repeat(MAX_HEADERS)
				+ "\r\n\r\n");
		assertThat(error(response)).isEqualTo(new H2Error.ResponseHeadersTooLarge(MAX_HEADERS));
		assertANewConnectionServes();
	}

	@Test
	void aStatusLineWithoutEndIsRefused() throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 200 " + "x".repeat(10_000));
		assertThat(error(response)).isInstanceOf(H2Error.ProtocolError.class);
		assertANewConnectionServes();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 1001\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n3e9\r\n", "\r\n" })
	void aBodyAboveTheLimitIsRefused(String head) throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 200 OK\r\n" + head + "x".repeat(MAX_BODY + 1));
		assertThat(error(response)).isEqualTo(new H2Error.BodyTooLarge(MAX_BODY));
		assertANewConnectionServes();
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "\r\n" })
	void bytesBehindAResponseAreNobodysResponse(String surplus) throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + surplus);
		assertThat(await(response).bodyAsString()).isEqualTo("ok");
		this.peer.expectClose();
		assertANewConnectionServes();
	}

	@Test
	void aResponseWithoutARequestEndsAnIdleConnection() throws Exception {
		serveOne();
		this.peer.send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
		this.peer.expectClose();
		assertANewConnectionServes();
		assertThat(this.replays).isEmpty();
	}

	@Test
	void contentOfAResponseThatHasNoneIsNobodysResponse() throws Exception {
		CompletableFuture<H2Response> response = get();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nbody");
		assertThat(await(response).body()).isEmpty();
		this.peer.expectClose();
		assertANewConnectionServes();
	}

}

package io.conpool.connection.http1;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Content that the server is to ask for (RFC 9110 section 10.1.1), over HTTP/1.1.
 */
class Http1ExpectContinueTests extends Http1Test {

	private CompletableFuture<H2Response> send(Duration wait) {
		return this.client
			.sendAsync(H2Request.post(this.peer.uri("/"), RequestBody.utf8("content")).expectContinue(wait).build());
	}

	@Test
	void theContentFollows100() throws Exception {
		CompletableFuture<Integer> early = new CompletableFuture<>();
		CompletableFuture<H2Response> response = this.client
			.sendAsync(H2Request.post(this.peer.uri("/"), RequestBody.utf8("content"))
				.expectContinue(Duration.ofDays(1))
				.onInformational((status, headers) -> early.complete(status))
				.build());
		assertThat(this.peer.accept().expectRequest()).contains("expect: 100-continue", "content-length: 7");
		// When this has been told, content that was not held back would have been sent.
		this.peer.send("HTTP/1.1 103 Early Hints\r\n\r\n");
		assertThat(await(early)).isEqualTo(103);
		assertThat(this.peer.available()).isZero();
		this.peer.send("HTTP/1.1 100 Continue\r\n\r\n");
		assertThat(this.peer.readText(7)).isEqualTo("content");
		this.peer.respond("ok");
		assertThat(await(response).bodyAsString()).isEqualTo("ok");
		assertTheConnectionLives();
	}

	@Test
	void aServerThatKnowsNothingOfItGetsTheContentAfterTheWait() throws Exception {
		CompletableFuture<H2Response> response = send(Duration.ofMillis(1));
		this.peer.accept().expectRequest();
		assertThat(this.peer.readText(7)).isEqualTo("content");
		this.peer.respond("ok");
		assertThat(await(response).bodyAsString()).isEqualTo("ok");
	}

	@Test
	void aRefusalHasTheContentNeverSentAndEndsTheConnection() throws Exception {
		CompletableFuture<H2Response> response = send(Duration.ofDays(1));
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 2\r\n\r\nno");
		H2Response refusal = await(response);
		assertThat(refusal.status()).isEqualTo(417);
		assertThat(refusal.bodyAsString()).isEqualTo("no");
		assertThat(this.peer.expectClose()).isZero();
		assertANewConnectionServes();
	}

}

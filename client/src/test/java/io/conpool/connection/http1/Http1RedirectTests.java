package io.conpool.connection.http1;

import java.util.concurrent.CompletableFuture;

import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redirects are followed in HTTP/1.1 as in HTTP/2.
 */
class Http1RedirectTests extends Http1Test {

	private CompletableFuture<H2Response> send() {
		return this.client.sendAsync(H2Request.get(this.peer.uri("/first")).redirects(1).build());
	}

	@Test
	void theNextRequestGoesOverTheSameConnectionWhenTheContentIsThrough() throws Exception {
		CompletableFuture<H2Response> response = send();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 302 Found\r\nlocation: /next\r\ncontent-length: 7\r\n\r\ngo away");
		assertThat(this.peer.expectRequest()).startsWith("GET /next HTTP/1.1");
		this.peer.respond("here");
		assertThat(await(response).bodyAsString()).isEqualTo("here");
	}

	@Test
	void longContentCostsTheConnection() throws Exception {
		CompletableFuture<H2Response> response = send();
		this.peer.accept().expectRequest();
		this.peer
			.send("HTTP/1.1 302 Found\r\nlocation: /next\r\ncontent-length: 1000000\r\n\r\n" + "x".repeat(100_000));
		assertThat(this.peer.accept().expectRequest()).startsWith("GET /next HTTP/1.1");
		this.peer.respond("here");
		assertThat(await(response).bodyAsString()).isEqualTo("here");
	}

}

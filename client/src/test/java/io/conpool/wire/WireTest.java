package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.http.H2Response;
import io.conpool.testing.FramePeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test in which a client meets a scripted peer in cleartext.
 */
abstract class WireTest {

	FramePeer peer;

	ClientUnderTest client;

	@BeforeEach
	void open() throws Exception {
		this.peer = FramePeer.cleartext();
		this.client = newClient();
	}

	@AfterEach
	void close() throws Exception {
		this.client.close();
		this.peer.close();
	}

	ClientUnderTest newClient() {
		return new ClientUnderTest();
	}

	/** The next request goes over the current connection, and no stream is left open. */
	void assertTheConnectionLives() throws Exception {
		CompletableFuture<H2Response> next = this.client.get(this.peer);
		this.peer.respond(this.peer.expectRequest(), "alive");
		assertThat(ClientUnderTest.await(next).bodyAsString()).isEqualTo("alive");
		assertThat(this.client.openStreams()).isZero();
	}

}

package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
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

	/**
	 * Makes a connection that has served, so that the time of what follows is not spent
	 * on it.
	 */
	void connect(long... settings) throws Exception {
		CompletableFuture<H2Response> first = this.client.get(this.peer);
		this.peer.handshake(settings).respond(this.peer.expectRequest(), "first");
		ClientUnderTest.await(first);
	}

	/**
	 * The peer is told of a connection error by its code, the call ends in it, no stream
	 * is left open and the next request goes over a new connection (RFC 9113 section
	 * 5.4.1).
	 */
	void assertTheConnectionFails(CompletableFuture<H2Response> response, Http2ErrorCode code) throws Exception {
		assertThat(Http2ErrorCode.of(this.peer.expectGoAwayAndClose())).isEqualTo(code);
		H2Error error = ClientUnderTest.error(response);
		assertThat(error).isInstanceOfSatisfying(H2Error.ProtocolError.class,
				(breach) -> assertThat(breach.code()).isEqualTo(code));
		assertThat(error.isUnprocessed()).isFalse();
		assertThat(this.client.openStreams()).isZero();
		CompletableFuture<H2Response> next = this.client.get(this.peer);
		this.peer.handshake().respond(this.peer.expectRequest(), "new connection");
		assertThat(ClientUnderTest.await(next).bodyAsString()).isEqualTo("new connection");
	}

	/**
	 * The peer is told of a stream error by its code, the call ends, the connection lives
	 * on and no stream is left open (RFC 9113 section 5.4.2).
	 */
	H2Error assertOnlyTheStreamFails(CompletableFuture<H2Response> response, int id, Http2ErrorCode code)
			throws Exception {
		assertThat(Http2ErrorCode.of(this.peer.expectReset(id))).isEqualTo(code);
		H2Error error = ClientUnderTest.error(response);
		assertThat(error.isUnprocessed()).isFalse();
		assertTheConnectionLives();
		return error;
	}

	/** The next request goes over the current connection, and no stream is left open. */
	void assertTheConnectionLives() throws Exception {
		CompletableFuture<H2Response> next = this.client.get(this.peer);
		this.peer.respond(this.peer.expectRequest(), "alive");
		assertThat(ClientUnderTest.await(next).bodyAsString()).isEqualTo("alive");
		assertThat(this.client.openStreams()).isZero();
	}

}

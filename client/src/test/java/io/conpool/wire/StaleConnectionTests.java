package io.conpool.wire;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection that has served ends before it answers, as one does that the server closes
 * for being idle (RFC 9110 section 9.2.2; RFC 9112 section 9.3.1 for HTTP/1.1).
 */
class StaleConnectionTests extends WireTest {

	private static final int CALLS = 50;

	private CompletableFuture<H2Response> send(String method) {
		return this.client.client.sendAsync(H2Request.builder(method, URI.create(this.peer.uri("/"))).build());
	}

	private void end(boolean reset) throws IOException {
		if (reset) {
			this.peer.cut();
		}
		else {
			this.peer.drop();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anIdempotentRequestIsSentOnceMore(boolean reset) throws Exception {
		connect();
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.expectRequest();
		end(reset);
		this.peer.handshake().respond(this.peer.expectRequest(), "again");
		assertThat(await(response).bodyAsString()).isEqualTo("again");
		assertThat(this.client.replays).singleElement().isInstanceOfSatisfying(H2Error.ConnectionLost.class, (lost) -> {
			assertThat(lost.stale()).isTrue();
			assertThat(lost.isUnprocessed()).isFalse();
		});
	}

	@Test
	void itIsNotSentAThirdTime() throws Exception {
		connect();
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.expectRequest();
		this.peer.drop();
		this.peer.handshake().expectRequest();
		this.peer.drop();
		assertThat(error(response)).isInstanceOfSatisfying(H2Error.ConnectionLost.class,
				(lost) -> assertThat(lost.sent()).isTrue());
		assertThat(this.client.replays).hasSize(1);
	}

	@Test
	void aPostMayHaveBeenProcessedAndIsNotSentAgain() throws Exception {
		connect();
		CompletableFuture<H2Response> response = send("POST");
		this.peer.expectRequest();
		this.peer.drop();
		assertThat(error(response)).isInstanceOf(H2Error.ConnectionLost.class);
		assertThat(this.client.replays).isEmpty();
	}

	@Test
	void theFirstRequestOfAConnectionIsNotSentAgain() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake().expectRequest();
		this.peer.drop();
		assertThat(error(response)).isInstanceOfSatisfying(H2Error.ConnectionLost.class,
				(lost) -> assertThat(lost.stale()).isFalse());
		assertThat(this.client.replays).isEmpty();
	}

	@Test
	void whatWasOpenedBeforeTheConnectionHadServedIsNotSentAgain() throws Exception {
		CompletableFuture<H2Response> first = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		CompletableFuture<H2Response> second = this.client.get(this.peer);
		this.peer.expectRequest();
		this.peer.respond(id, "first");
		assertThat(await(first).bodyAsString()).isEqualTo("first");
		this.peer.drop();
		assertThat(error(second)).isInstanceOf(H2Error.ConnectionLost.class);
		assertThat(this.client.replays).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "103", "200" })
	void aResponseThatHasBegunIsNotAskedForAgain(String status) throws Exception {
		connect();
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.expectRequest();
		this.peer.headers(id, false, ":status", status).roundTrip();
		this.peer.drop();
		assertThat(error(response)).isInstanceOfSatisfying(H2Error.ConnectionLost.class,
				(lost) -> assertThat(lost.stale()).isFalse());
		assertThat(this.client.replays).isEmpty();
	}

	@Test
	void ofManyRequestsUnderWayTheIdempotentOnesAreEachSentOnceMore() throws Exception {
		connect();
		List<CompletableFuture<H2Response>> gets = IntStream.range(0, CALLS).mapToObj((i) -> send("GET")).toList();
		List<CompletableFuture<H2Response>> posts = IntStream.range(0, CALLS).mapToObj((i) -> send("POST")).toList();
		for (int i = 0; i < 2 * CALLS; i++) {
			this.peer.expectRequest();
		}
		this.peer.drop();
		this.peer.handshake();
		List<String> methods = new ArrayList<>();
		for (int i = 0; i < CALLS; i++) {
			Frame request = this.peer.expect(Frame.HEADERS);
			methods.add(this.peer.decode(request).get(":method"));
			this.peer.respond(request.streamId(), "again");
		}
		assertThat(methods).containsOnly("GET");
		for (CompletableFuture<H2Response> get : gets) {
			assertThat(await(get).bodyAsString()).isEqualTo("again");
		}
		for (CompletableFuture<H2Response> post : posts) {
			assertThat(error(post)).isInstanceOf(H2Error.ConnectionLost.class);
		}
		assertThat(this.client.replays).hasSize(CALLS);
		assertThat(this.client.openStreams()).isZero();
	}

}

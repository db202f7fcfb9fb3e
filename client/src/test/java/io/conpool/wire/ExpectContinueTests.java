package io.conpool.wire;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;

import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Content that the server is to ask for (RFC 9110 section 10.1.1).
 */
class ExpectContinueTests extends WireTest {

	private static final Duration FOREVER = Duration.ofDays(1);

	private CompletableFuture<H2Response> send(Duration wait, RequestBody body) {
		return this.client.client.sendAsync(H2Request.post(this.peer.uri("/"), body).expectContinue(wait).build());
	}

	private CompletableFuture<H2Response> send(Duration wait) {
		return send(wait, RequestBody.utf8("content"));
	}

	@Test
	void theContentFollows100() throws Exception {
		CompletableFuture<H2Response> response = send(FOREVER);
		Map<String, String> fields = this.peer.handshake().expectRequestFields();
		assertThat(fields).containsEntry("expect", "100-continue").containsEntry("content-length", "7");
		// Nothing but the answer comes before 100.
		this.peer.roundTrip().headers(1, false, ":status", "100");
		Frame data = this.peer.expect(Frame.DATA);
		assertThat(data.text()).isEqualTo("content");
		assertThat(data.is(Frame.END_STREAM)).isTrue();
		this.peer.respond(1, "ok");
		assertThat(await(response).bodyAsString()).isEqualTo("ok");
	}

	@Test
	void aPublisherIsNotAskedBefore100() throws Exception {
		CompletableFuture<Void> subscribed = new CompletableFuture<>();
		CompletableFuture<H2Response> response = send(FOREVER, RequestBody.publisher((subscriber) -> {
			subscribed.complete(null);
			SubmissionPublisher<ByteBuffer> nothing = new SubmissionPublisher<>(Runnable::run, 1);
			nothing.subscribe(subscriber);
			nothing.close();
		}, -1));
		this.peer.handshake().expectRequest();
		this.peer.roundTrip();
		assertThat(subscribed).isNotDone();
		this.peer.headers(1, false, ":status", "100");
		assertThat(this.peer.expect(Frame.DATA).is(Frame.END_STREAM)).isTrue();
		this.peer.respond(1, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void aServerThatKnowsNothingOfItGetsTheContentAfterTheWait() throws Exception {
		CompletableFuture<H2Response> response = send(Duration.ofMillis(1));
		this.peer.handshake().expectRequest();
		assertThat(this.peer.expect(Frame.DATA).text()).isEqualTo("content");
		this.peer.respond(1, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void aRefusalHasTheContentNeverSent() throws Exception {
		CompletableFuture<H2Response> response = send(FOREVER);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "417").data(id, "no", true);
		// RFC 9113 section 8.1: the stream is closed by us, since its content never ends.
		assertThat(this.peer.expectReset(id)).isZero();
		H2Response refusal = await(response);
		assertThat(refusal.status()).isEqualTo(417);
		assertThat(refusal.bodyAsString()).isEqualTo("no");
		assertTheConnectionLives();
	}

	@Test
	void aFinalStatusOfSuccessReleasesTheContent() throws Exception {
		CompletableFuture<H2Response> response = send(FOREVER);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200");
		assertThat(this.peer.expect(Frame.DATA).text()).isEqualTo("content");
		this.peer.data(id, "ok", true);
		assertThat(await(response).bodyAsString()).isEqualTo("ok");
	}

	@Test
	void another1xxDoesNot() throws Exception {
		CompletableFuture<H2Response> response = send(FOREVER);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "103").roundTrip().headers(id, false, ":status", "100");
		assertThat(this.peer.expect(Frame.DATA).text()).isEqualTo("content");
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void theFieldAloneIsEnough() throws Exception {
		CompletableFuture<H2Response> response = this.client.client
			.sendAsync(H2Request.post(this.peer.uri("/"), RequestBody.utf8("content"))
				.header("expect", "100-Continue")
				.build());
		this.peer.handshake().expectRequest();
		this.peer.headers(1, false, ":status", "100");
		assertThat(this.peer.expect(Frame.DATA).text()).isEqualTo("content");
		this.peer.respond(1, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void aCallThatIsGivenUpWhileItWaitsLeavesNothing() throws Exception {
		CompletableFuture<H2Response> response = this.client.client
			.sendAsync(H2Request.post(this.peer.uri("/"), RequestBody.utf8("content"))
				.expectContinue(FOREVER)
				.responseTimeout(Duration.ofMillis(200))
				.build());
		int id = this.peer.handshake().expectRequest();
		this.peer.expectReset(id);
		assertThat(error(response)).isEqualTo(new H2Error.ResponseTimeout(Duration.ofMillis(200)));
		this.peer.roundTrip();
		assertTheConnectionLives();
	}

}

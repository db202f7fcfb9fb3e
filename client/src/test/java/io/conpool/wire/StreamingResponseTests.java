package io.conpool.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.StreamedResponse;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Responses whose content is read as it arrives.
 */
class StreamingResponseTests extends WireTest {

	private static final int WINDOW = 1 << 20;

	private static final byte[] FRAME = new byte[16_384];

	@Test
	void theHeadComesBeforeTheContent() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200", "server", "test");
		StreamedResponse received = response.get(10, TimeUnit.SECONDS);
		assertThat(received.status()).isEqualTo(200);
		assertThat(received.headers().first("server")).hasValue("test");
		CompletableFuture<byte[]> content = received.body().bytes(100);
		this.peer.data(id, "con", false).data(id, "tent", false).headers(id, true, "x-sum", "7");
		assertThat(content.get(10, TimeUnit.SECONDS)).asString().isEqualTo("content");
		assertThat(received.body().trailers().get(10, TimeUnit.SECONDS).first("x-sum")).hasValue("7");
	}

	@Test
	void aReaderThatStopsMakesThePeerStopAtTheWindowAndNobodyElse() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200");
		for (int sent = 0; sent < WINDOW; sent += FRAME.length) {
			this.peer.data(id, FRAME, false);
		}
		StreamedResponse unread = response.get(10, TimeUnit.SECONDS);
		CompletableFuture<H2Response> other = this.client.get(this.peer);
		int otherId = this.peer.expectRequest();
		this.peer.respond(otherId, "not held up");
		assertThat(await(other).bodyAsString()).isEqualTo("not held up");
		// The unread stream was granted nothing so far; reading makes it go on.
		CompletableFuture<Long> discarded = unread.body().discard();
		Frame grant = this.peer.expect(Frame.WINDOW_UPDATE);
		while (grant.streamId() != id) {
			assertThat(grant.streamId()).isZero();
			grant = this.peer.expect(Frame.WINDOW_UPDATE);
		}
		assertThat(grant.intAt(0)).isGreaterThanOrEqualTo(WINDOW / 2);
		this.peer.data(id, FRAME, true);
		assertThat(discarded.get(10, TimeUnit.SECONDS)).isEqualTo(WINDOW + FRAME.length);
	}

	@Test
	void anInputStreamReadsToTheEnd() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-length", "12");
		InputStream in = response.get(10, TimeUnit.SECONDS).body().inputStream();
		this.peer.data(id, "first ", false).data(id, "second", true);
		assertThat(in.readAllBytes()).asString().isEqualTo("first second");
		assertThat(in.read()).isEqualTo(-1);
	}

	@Test
	void aFileIsWritten(@TempDir Path directory) throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, FRAME, false).data(id, FRAME, true);
		Path file = directory.resolve("content");
		long written = response.get(10, TimeUnit.SECONDS).body().toFile(file).get(10, TimeUnit.SECONDS);
		assertThat(written).isEqualTo(2L * FRAME.length);
		assertThat(Files.size(file)).isEqualTo(written);
	}

	@Test
	void contentThatBreaksOffIsAnErrorForEveryReader() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, "half", false);
		InputStream in = response.get(10, TimeUnit.SECONDS).body().inputStream();
		assertThat(in.readNBytes(4)).asString().isEqualTo("half");
		this.peer.reset(id, Http2ErrorCode.INTERNAL_ERROR.code());
		assertThatThrownBy(in::read).isInstanceOf(IOException.class)
			.hasCauseInstanceOf(H2ClientException.class)
			.hasMessageContaining("INTERNAL_ERROR");
	}

	@Test
	void closingEarlyResetsTheStreamAndFreesItsSlot() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, "some", false);
		response.get(10, TimeUnit.SECONDS).close();
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		assertTheConnectionLives();
	}

	@Test
	void closingTheInputStreamEarlyResetsTheStream() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, "some", false);
		InputStream in = response.get(10, TimeUnit.SECONDS).body().inputStream();
		assertThat(in.read()).isEqualTo('s');
		in.close();
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		assertTheConnectionLives();
	}

	@Test
	void moreThanTheReaderAcceptsResetsTheStream() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, "more than ten bytes", false);
		CompletableFuture<byte[]> content = response.get(10, TimeUnit.SECONDS).body().bytes(10);
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		assertThatThrownBy(() -> content.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
			.satisfies((ex) -> assertThat(H2ClientException.errorIn(ex)).isEqualTo(new H2Error.BodyTooLarge(10)));
	}

	@Test
	void theDeadlineBoundsTheContentToo() throws Exception {
		connect();
		CompletableFuture<StreamedResponse> response = this.client.client
			.streamAsync(H2Request.get(this.peer.uri("/")).timeout(Duration.ofSeconds(1)).build());
		int id = this.peer.expectRequest();
		this.peer.headers(id, false, ":status", "200");
		CompletableFuture<byte[]> content = response.get(10, TimeUnit.SECONDS).body().bytes(10);
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		assertThatThrownBy(() -> content.get(10, TimeUnit.SECONDS))
			.satisfies((ex) -> assertThat(H2ClientException.errorIn(ex)).isInstanceOf(H2Error.Timeout.class));
	}

	@Test
	void aSubscriberThatThrowsResetsTheStream() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, "content", false);
		response.get(10, TimeUnit.SECONDS).body().subscribe(new Flow.Subscriber<>() {
			@Override
			public void onSubscribe(Flow.Subscription subscription) {
				subscription.request(1);
			}

			@Override
			public void onNext(ByteBuffer item) {
				throw new IllegalStateException("a subscriber's fault");
			}

			@Override
			public void onError(Throwable throwable) {
			}

			@Override
			public void onComplete() {
			}
		});
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		assertTheConnectionLives();
	}

	@Test
	void contentCanBeReadOnlyOnce() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		int id = this.peer.handshake().expectRequest();
		this.peer.respond(id, "once");
		StreamedResponse received = response.get(10, TimeUnit.SECONDS);
		assertThat(received.body().bytes(10).get(10, TimeUnit.SECONDS)).asString().isEqualTo("once");
		assertThatThrownBy(() -> received.body().bytes(10).get(10, TimeUnit.SECONDS))
			.hasCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void contentShorterThanAnnouncedIsAnError() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-length", "5").data(id, "four", true);
		CompletableFuture<byte[]> content = response.get(10, TimeUnit.SECONDS).body().bytes(10);
		assertThatThrownBy(() -> content.get(10, TimeUnit.SECONDS)).satisfies(
				(ex) -> assertThat(H2ClientException.errorIn(ex)).isEqualTo(new H2Error.ContentLengthMismatch(5, 4)));
	}

	private CompletableFuture<StreamedResponse> stream() {
		return this.client.client.streamAsync(H2Request.get(this.peer.uri("/")).build());
	}

}

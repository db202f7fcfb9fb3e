package io.conpool.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.http.StreamedResponse;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests whose content is delivered while it is sent.
 */
class StreamingRequestTests extends WireTest {

	private static final int INITIAL_WINDOW_SIZE = 4;

	@Test
	void aPublishersBuffersAreSentAsTheyCome() throws Exception {
		try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
			CompletableFuture<H2Response> response = send(RequestBody.publisher(publisher, -1));
			Map<String, String> fields = this.peer.handshake().expectRequestFields();
			assertThat(fields).doesNotContainKey("content-length");
			submit(publisher, "first");
			assertThat(this.peer.expect(Frame.DATA).text()).isEqualTo("first");
			submit(publisher, "second");
			assertThat(this.peer.expect(Frame.DATA).text()).isEqualTo("second");
			publisher.close();
			assertThat(this.peer.expect(Frame.DATA).is(Frame.END_STREAM)).isTrue();
			this.peer.respond(1, "ok");
			assertThat(await(response).status()).isEqualTo(200);
		}
	}

	@Test
	void theEndNeedsNoWindow() throws Exception {
		try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
			CompletableFuture<H2Response> response = send(RequestBody.publisher(publisher, -1));
			this.peer.handshake(INITIAL_WINDOW_SIZE, 5).expectRequest();
			submit(publisher, "exact");
			assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(5);
			publisher.close();
			Frame last = this.peer.expect(Frame.DATA);
			assertThat(last.length()).isZero();
			assertThat(last.is(Frame.END_STREAM)).isTrue();
			this.peer.respond(1, "ok");
			assertThat(await(response).status()).isEqualTo(200);
		}
	}

	@Test
	void thePeersWindowHoldsThePublisherBack() throws Exception {
		CountingInput content = new CountingInput(10 << 20);
		CompletableFuture<H2Response> response = send(RequestBody.inputStream(() -> content, 10 << 20));
		int id = this.peer.handshake().expectRequest();
		int received = 0;
		while (received < 65_535) {
			received += this.peer.expect(Frame.DATA).length();
		}
		this.peer.roundTrip();
		// The window, and what is asked for ahead, and no more.
		assertThat(content.read).isLessThanOrEqualTo(65_535 + 6 * 16_384);
		this.peer.windowUpdate(0, 20 << 20).windowUpdate(id, 20 << 20);
		Frame frame = this.peer.expect(Frame.DATA);
		received += frame.length();
		while (!frame.is(Frame.END_STREAM)) {
			frame = this.peer.expect(Frame.DATA);
			received += frame.length();
		}
		assertThat(received).isEqualTo(10 << 20);
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void aFileIsSentWithItsLength(@TempDir Path directory) throws Exception {
		Path file = Files.writeString(directory.resolve("content"), "from a file");
		CompletableFuture<H2Response> response = send(RequestBody.file(file));
		assertThat(this.peer.handshake().expectRequestFields()).containsEntry("content-length", "11");
		assertThat(this.peer.expect(Frame.DATA).text()).isEqualTo("from a file");
		this.peer.respond(1, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void aBlockingBodyIsOpenedAnewForAReplay() throws Exception {
		CompletableFuture<H2Response> response = send(
				RequestBody.inputStream(() -> new ByteArrayInputStream("again".getBytes(StandardCharsets.UTF_8)), 5));
		int refused = this.peer.handshake().expectRequest();
		assertThat(this.peer.expect(Frame.DATA).text()).isEqualTo("again");
		this.peer.reset(refused, Http2ErrorCode.REFUSED_STREAM.code());
		int replayed = expectHeaders();
		assertThat(this.peer.expect(Frame.DATA).text()).isEqualTo("again");
		this.peer.respond(replayed, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	/** The end of the refused attempt's content may be under way still. */
	private int expectHeaders() throws IOException {
		Frame frame = this.peer.read();
		while (frame.type() != Frame.HEADERS) {
			frame = this.peer.read();
		}
		this.peer.decode(frame);
		return frame.streamId();
	}

	@Test
	void aPublisherThatCanBeReadOnceIsNotReplayed() throws Exception {
		try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
			CompletableFuture<H2Response> response = send(RequestBody.publisher(publisher, -1));
			int refused = this.peer.handshake().expectRequest();
			this.peer.reset(refused, Http2ErrorCode.REFUSED_STREAM.code());
			assertThat(error(response)).isEqualTo(new H2Error.StreamReset(refused, Http2ErrorCode.REFUSED_STREAM));
		}
	}

	@Test
	void aFaultOfThePublisherResetsTheStream() throws Exception {
		try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
			CompletableFuture<H2Response> response = send(RequestBody.publisher(publisher, -1));
			int id = this.peer.handshake().expectRequest();
			awaitSubscribers(publisher, true);
			publisher.closeExceptionally(new IllegalStateException("no more"));
			assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
			assertThat(error(response)).isInstanceOfSatisfying(H2Error.RequestBodyFailed.class,
					(failed) -> assertThat(failed.cause()).hasMessage("no more"));
		}
	}

	@Test
	void aStreamThatCannotBeOpenedResetsTheStream() throws Exception {
		CompletableFuture<H2Response> response = send(RequestBody.inputStream(() -> {
			throw new IOException("gone");
		}, 5));
		int id = this.peer.handshake().expectRequest();
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		assertThat(error(response)).isInstanceOf(H2Error.RequestBodyFailed.class);
	}

	@Test
	void contentShorterThanAnnouncedResetsTheStream() throws Exception {
		CompletableFuture<H2Response> response = send(
				RequestBody.inputStream(() -> new ByteArrayInputStream(new byte[4]), 5));
		int id = this.peer.handshake().expectRequest();
		Frame frame = this.peer.read();
		while (frame.type() == Frame.DATA) {
			assertThat(frame.is(Frame.END_STREAM)).isFalse();
			frame = this.peer.read();
		}
		assertThat(frame.type()).isEqualTo(Frame.RST_STREAM);
		assertThat(frame.streamId()).isEqualTo(id);
		assertThat(error(response)).isInstanceOf(H2Error.RequestBodyFailed.class);
	}

	@Test
	void contentLongerThanAnnouncedResetsTheStream() throws Exception {
		CompletableFuture<H2Response> response = send(
				RequestBody.inputStream(() -> new ByteArrayInputStream(new byte[6]), 5));
		int id = this.peer.handshake().expectRequest();
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		assertThat(error(response)).isInstanceOf(H2Error.RequestBodyFailed.class);
	}

	@Test
	void cancellingTheCallCancelsThePublisher() throws Exception {
		try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
			CompletableFuture<H2Response> response = send(RequestBody.publisher(publisher, -1));
			int id = this.peer.handshake().expectRequest();
			submit(publisher, "some");
			this.peer.expect(Frame.DATA);
			response.cancel(true);
			assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
			awaitSubscribers(publisher, false);
		}
	}

	@Test
	void bothDirectionsStreamAtTheSameTime() throws Exception {
		try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
			CompletableFuture<StreamedResponse> response = this.client.client
				.streamAsync(H2Request.post(this.peer.uri("/"), RequestBody.publisher(publisher, -1)).build());
			int id = this.peer.handshake().expectRequest();
			this.peer.headers(id, false, ":status", "200");
			var in = response.get(10, TimeUnit.SECONDS).body().inputStream();
			for (String word : new String[] { "ping", "pong" }) {
				submit(publisher, word);
				assertThat(this.peer.expect(Frame.DATA).text()).isEqualTo(word);
				this.peer.data(id, word, false);
				assertThat(in.readNBytes(4)).asString().isEqualTo(word);
			}
			publisher.close();
			assertThat(this.peer.expect(Frame.DATA).is(Frame.END_STREAM)).isTrue();
			this.peer.headers(id, true, "grpc-status", "0");
			assertThat(in.read()).isEqualTo(-1);
		}
	}

	private CompletableFuture<H2Response> send(RequestBody body) {
		return this.client.client.sendAsync(H2Request.post(this.peer.uri("/"), body).build());
	}

	/** What is submitted before somebody has subscribed is lost. */
	static void submit(SubmissionPublisher<ByteBuffer> publisher, String text) {
		awaitSubscribers(publisher, true);
		publisher.submit(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

	private static void awaitSubscribers(SubmissionPublisher<ByteBuffer> publisher, boolean some) {
		long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
		while (publisher.hasSubscribers() != some && System.nanoTime() < giveUp) {
			Thread.onSpinWait();
		}
		assertThat(publisher.hasSubscribers()).isEqualTo(some);
	}

	/** Zeros, and how many of them were read. */
	private static final class CountingInput extends ByteArrayInputStream {

		private volatile int read;

		CountingInput(int size) {
			super(new byte[size]);
		}

		@Override
		public synchronized int read(byte[] target, int offset, int length) {
			int count = super.read(target, offset, length);
			this.read += Math.max(count, 0);
			return count;
		}

	}

}

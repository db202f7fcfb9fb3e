package io.conpool.connection.http1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.http.ResponseBody;
import io.conpool.http.StreamedResponse;
import io.conpool.testing.PieceReader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Content that streams, in both directions, and is held back by whoever is slow.
 */
class Http1StreamingTests extends Http1Test {

	private static final int LARGE = 64 << 20;

	// Fewer bytes than may wait for their reader.
	private static final int MANY = 100_000;

	private final CompletableFuture<Void> subscribed = new CompletableFuture<>();

	@Test
	void aPublishersBuffersAreSentInChunksAsTheyCome() throws Exception {
		try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
			CompletableFuture<H2Response> response = post(body(publisher));
			assertThat(this.peer.accept().expectRequest()).contains("transfer-encoding: chunked")
				.noneMatch((line) -> line.startsWith("content-length"));
			await(this.subscribed);
			submit(publisher, "first");
			assertThat(this.peer.readChunk()).asString().isEqualTo("first");
			submit(publisher, "second");
			assertThat(this.peer.readChunk()).asString().isEqualTo("second");
			publisher.close();
			assertThat(this.peer.readChunk()).isEmpty();
			this.peer.respond("ok");
			assertThat(await(response).bodyAsString()).isEqualTo("ok");
			assertTheConnectionLives();
		}
	}

	@Test
	void aLargeUploadIsHeldBackByAServerThatDoesNotRead() throws Exception {
		AtomicLong produced = new AtomicLong();
		CompletableFuture<Void> exhausted = new CompletableFuture<>();
		CompletableFuture<H2Response> response = post(
				RequestBody.inputStream(() -> counting(produced, exhausted), LARGE));
		assertThat(this.peer.accept().expectRequest()).contains("content-length: " + LARGE);
		assertIsHeldBack(exhausted);
		assertThat(produced.get()).isLessThan(LARGE);
		for (int read = 0; read < LARGE; read += 1 << 20) {
			this.peer.readText(1 << 20);
		}
		this.peer.respond("ok");
		assertThat(await(response).bodyAsString()).isEqualTo("ok");
		assertThat(produced).hasValue(LARGE);
		assertTheConnectionLives();
	}

	@Test
	void anAnnouncedLengthEndsTheRequestBeforeItsPublisherDoes() throws Exception {
		try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
			CompletableFuture<H2Response> response = post(body(publisher, 4));
			assertThat(this.peer.accept().expectRequest()).contains("content-length: 4");
			await(this.subscribed);
			submit(publisher, "four");
			assertThat(this.peer.readText(4)).isEqualTo("four");
			this.peer.respond("ok");
			assertThat(await(response).bodyAsString()).isEqualTo("ok");
			assertTheConnectionLives();
		}
	}

	@Test
	void aPublisherThatFailsEndsTheConnection() throws Exception {
		SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>();
		CompletableFuture<H2Response> response = post(body(publisher));
		this.peer.accept().expectRequest();
		await(this.subscribed);
		publisher.closeExceptionally(new IllegalStateException("no more"));
		assertThat(error(response)).isInstanceOf(H2Error.RequestBodyFailed.class);
		// Without the last chunk: the server must not take it for complete.
		assertThat(this.peer.expectClose()).isZero();
		assertANewConnectionServes();
	}

	@Test
	void requestAndResponseMayStreamAtTheSameTime() throws Exception {
		try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
			CompletableFuture<StreamedResponse> response = this.client
				.streamAsync(H2Request.post(this.peer.uri("/"), body(publisher)).build());
			this.peer.accept().expectRequest();
			this.peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
			InputStream in = await(response).body().inputStream();
			await(this.subscribed);
			for (String word : new String[] { "one", "two" }) {
				submit(publisher, word);
				byte[] chunk = this.peer.readChunk();
				this.peer.send("3\r\n").send(chunk).send("\r\n");
				assertThat(in.readNBytes(3)).asString().isEqualTo(word);
			}
			publisher.close();
			assertThat(this.peer.readChunk()).isEmpty();
			this.peer.send("0\r\n\r\n");
			assertThat(in.read()).isEqualTo(-1);
			assertTheConnectionLives();
		}
	}

	@Test
	void theHeadComesBeforeTheContentAndTheTrailersBehindIt() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
		StreamedResponse received = await(response);
		assertThat(received.status()).isEqualTo(200);
		CompletableFuture<byte[]> content = received.body().bytes(100);
		this.peer.send("3\r\ncon\r\n4\r\ntent\r\n0\r\nx-sum: 7\r\n\r\n");
		assertThat(await(content)).asString().isEqualTo("content");
		assertThat(await(received.body().trailers()).first("x-sum")).hasValue("7");
		assertTheConnectionLives();
	}

	@Test
	void aReaderThatStopsMakesTheServerStop() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
		AtomicLong sent = new AtomicLong();
		CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendLarge(sent));
		StreamedResponse unread = await(response);
		assertIsHeldBack(sending);
		assertThat(sent.get()).isLessThan(LARGE);
		assertThat(unread.body().discard().get(30, TimeUnit.SECONDS)).isEqualTo(LARGE);
		await(sending);
		assertTheConnectionLives();
	}

	@Test
	void aContentThatIsReadLateIsWholeThoughTheServerHasGone() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 200 OK\r\n\r\n").send(new byte[3 << 20]).drop();
		assertThat(await(await(response).body().discard())).isEqualTo(3 << 20);
	}

	@Test
	void aReaderThatKeepsUpGetsAllOfManyTinyChunks() throws Exception {
		PieceReader reader = new PieceReader().request(Long.MAX_VALUE);
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
		await(response).body().subscribe(reader);
		this.peer.send(tinyChunks());
		assertThat(reader.whole().get(30, TimeUnit.SECONDS)).isEqualTo(MANY);
		assertTheConnectionLives();
	}

	@Test
	void aReaderThatPausesFindsTinyChunksJoined() throws Exception {
		PieceReader reader = new PieceReader();
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").send(tinyChunks());
		ResponseBody body = await(response).body();
		body.subscribe(reader);
		body.arrival().toCompletableFuture().get(30, TimeUnit.SECONDS);
		PieceReader.Taken taken = reader.request(Long.MAX_VALUE).take(MANY);
		assertThat(taken.buffers()).isLessThan(40);
		assertThat(taken.memory()).isLessThan(2 * MANY);
		assertThat(await(reader.whole())).isEqualTo(MANY);
		assertTheConnectionLives();
	}

	@Test
	void anEventInAChunkDoesNotWaitForTheNext() throws Exception {
		PieceReader reader = new PieceReader().request(Long.MAX_VALUE);
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
		await(response).body().subscribe(reader);
		for (int i = 0; i < 100; i++) {
			this.peer.send(new byte[] { '1', '\r', '\n', PieceReader.at(i), '\r', '\n' });
			assertThat(reader.next()).isNotNull().satisfies((event) -> assertThat(event.remaining()).isOne());
		}
		this.peer.send("0\r\n\r\n");
		assertThat(await(reader.whole())).isEqualTo(100);
	}

	@Test
	void closingEarlyClosesTheConnectionAndFreesItsSlot() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome");
		await(response).close();
		this.peer.expectClose();
		assertANewConnectionServes();
	}

	@Test
	void contentThatIsCutOffIsAnErrorForItsReader() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
		InputStream in = await(response).body().inputStream();
		assertThat(in.readNBytes(4)).asString().isEqualTo("half");
		this.peer.drop();
		assertThatThrownBy(in::read).hasCauseInstanceOf(H2ClientException.class).hasMessageContaining("lost");
		assertANewConnectionServes();
	}

	/** Numbered content, a byte in each chunk. */
	private static byte[] tinyChunks() {
		ByteBuffer chunks = ByteBuffer.allocate(6 * MANY + 5);
		for (int i = 0; i < MANY; i++) {
			chunks.put(new byte[] { '1', '\r', '\n', PieceReader.at(i), '\r', '\n' });
		}
		return chunks.put("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)).array();
	}

	/** Many times as long as it takes when nothing holds it back. */
	private static void assertIsHeldBack(CompletableFuture<Void> transfer) {
		assertThatThrownBy(() -> transfer.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
	}

	private void sendLarge(AtomicLong sent) {
		byte[] piece = new byte[1 << 16];
		try {
			while (sent.get() < LARGE) {
				this.peer.send(piece);
				sent.addAndGet(piece.length);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static InputStream counting(AtomicLong produced, CompletableFuture<Void> exhausted) {
		return new InputStream() {
			@Override
			public int read() {
				throw new UnsupportedOperationException();
			}

			@Override
			public int read(byte[] target, int offset, int length) {
				int count = (int) Math.min(length, LARGE - produced.get());
				produced.addAndGet(count);
				if (produced.get() == LARGE) {
					exhausted.complete(null);
				}
				return (count > 0) ? count : -1;
			}
		};
	}

	/** What is submitted before somebody has subscribed is lost. */
	private RequestBody body(SubmissionPublisher<ByteBuffer> publisher) {
		return body(publisher, -1);
	}

	private RequestBody body(SubmissionPublisher<ByteBuffer> publisher, long length) {
		return RequestBody.publisher((subscriber) -> {
			publisher.subscribe(subscriber);
			this.subscribed.complete(null);
		}, length);
	}

	private static void submit(SubmissionPublisher<ByteBuffer> publisher, String text) {
		publisher.submit(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

}

package io.conpool.call;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream is read in pieces of a frame, but what is there does not wait for what may
 * come late.
 */
class InputStreamPublisherTests implements Flow.Subscriber<ByteBuffer> {

	private static final int PIECE = 16 * 1024;

	private static final byte[] CONTENT = "0123456789".repeat(5000).getBytes(StandardCharsets.US_ASCII);

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final BlockingQueue<ByteBuffer> pieces = new LinkedBlockingQueue<>();

	private Throwable failure;

	private boolean complete;

	@AfterEach
	void stopExecutor() {
		this.executor.shutdownNow();
	}

	@Test
	void aStreamInMemoryGivesFullPieces() {
		read(new ByteArrayInputStream(CONTENT));
		assertThat(sizes()).containsExactly(PIECE, PIECE, PIECE, CONTENT.length - 3 * PIECE);
		assertThat(content()).isEqualTo(CONTENT);
	}

	@Test
	void aFileGivesFullPieces(@TempDir Path directory) throws IOException {
		read(Files.newInputStream(Files.write(directory.resolve("content"), CONTENT)));
		assertThat(sizes()).containsExactly(PIECE, PIECE, PIECE, CONTENT.length - 3 * PIECE);
		assertThat(content()).isEqualTo(CONTENT);
	}

	@Test
	void shortReadsOfAStreamThatSaysWhatIsThereAreJoined() {
		read(new ShortReads(true));
		assertThat(sizes()).containsExactly(PIECE, PIECE, PIECE, CONTENT.length - 3 * PIECE);
		assertThat(content()).isEqualTo(CONTENT);
	}

	@Test
	void shortReadsOfAStreamThatSaysNothingArePassedOnInSmallBuffers() {
		ShortReads stream = new ShortReads(false);
		read(stream);
		assertThat(sizes()).hasSize(CONTENT.length / 20).containsOnly(20);
		assertThat(this.pieces).allSatisfy((piece) -> assertThat(piece.array()).hasSize(20));
		assertThat(stream.targets).hasSize(1);
		assertThat(content()).isEqualTo(CONTENT);
	}

	@Test
	void anEventDoesNotWaitForTheNext() throws Exception {
		PipedInputStream in = new PipedInputStream();
		try (OutputStream out = new PipedOutputStream(in)) {
			new InputStreamPublisher(() -> in, this.executor).subscribe(this);
			for (String event : List.of("first", "second", "3")) {
				out.write(event.getBytes(StandardCharsets.US_ASCII));
				out.flush();
				assertThat(next()).isEqualTo(event);
			}
		}
	}

	@Test
	void anEventThatIsCompressedDoesNotWaitForTheNext() throws Exception {
		PipedInputStream in = new PipedInputStream();
		try (OutputStream out = new GZIPOutputStream(new PipedOutputStream(in), true)) {
			new InputStreamPublisher(() -> new GZIPInputStream(in), this.executor).subscribe(this);
			for (String event : List.of("first", "second")) {
				out.write(event.getBytes(StandardCharsets.US_ASCII));
				out.flush();
				assertThat(next()).isEqualTo(event);
			}
		}
	}

	@Test
	void aStreamThatFailsInTheMiddleFailsTheContent() {
		read(new ShortReads(true) {
			@Override
			public int read(byte[] target, int offset, int length) throws IOException {
				if (available() < CONTENT.length / 2) {
					throw new IOException("no more");
				}
				return super.read(target, offset, length);
			}
		});
		assertThat(this.failure).hasMessage("no more");
		assertThat(this.complete).isFalse();
	}

	private void read(InputStream in) {
		new InputStreamPublisher(() -> in, Runnable::run).subscribe(this);
	}

	private List<Integer> sizes() {
		return this.pieces.stream().map(ByteBuffer::remaining).toList();
	}

	private byte[] content() {
		assertThat(this.complete).isTrue();
		ByteBuffer content = ByteBuffer.allocate(CONTENT.length);
		new ArrayList<>(this.pieces).forEach(content::put);
		return content.array();
	}

	private String next() throws InterruptedException {
		ByteBuffer piece = this.pieces.poll(10, TimeUnit.SECONDS);
		assertThat(piece).isNotNull();
		return StandardCharsets.US_ASCII.decode(piece).toString();
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(ByteBuffer piece) {
		this.pieces.add(piece);
	}

	@Override
	public void onError(Throwable thrown) {
		this.failure = thrown;
	}

	@Override
	public void onComplete() {
		this.complete = true;
	}

	/** A stream of which every read gives 20 bytes. */
	private static class ShortReads extends InputStream {

		private final ByteArrayInputStream content = new ByteArrayInputStream(CONTENT);

		private final Set<byte[]> targets = Collections.newSetFromMap(new IdentityHashMap<>());

		private final boolean saysWhatIsThere;

		ShortReads(boolean saysWhatIsThere) {
			this.saysWhatIsThere = saysWhatIsThere;
		}

		@Override
		public int read() {
			return this.content.read();
		}

		@Override
		public int read(byte[] target, int offset, int length) throws IOException {
			this.targets.add(target);
			return this.content.read(target, offset, Math.min(length, 20));
		}

		@Override
		public int available() {
			return this.saysWhatIsThere ? this.content.available() : 0;
		}

	}

}

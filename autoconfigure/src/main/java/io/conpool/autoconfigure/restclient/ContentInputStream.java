package io.conpool.autoconfigure.restclient;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.conpool.autoconfigure.httpclient.IOExceptions;
import io.conpool.error.H2ClientException;
import org.jspecify.annotations.Nullable;

/**
 * The content of a response as Spring reads it: asks for one buffer when the one before
 * is read, and fails as Spring's users know it. Spring closes responses of which it has
 * read all that it wants, often just before their end: a rest that is small and comes
 * soon is let come, so that servers do not count a reset for every such response. Read
 * and closed by one thread; the signals come on the client's executor.
 */
final class ContentInputStream extends InputStream implements Flow.Subscriber<ByteBuffer> {

	private static final int SMALL_REST = 16 * 1024;

	private static final int SOON_SECONDS = 2;

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	/** What the publisher said: some content, or how it ended. */
	private record Signal(@Nullable ByteBuffer content, @Nullable Throwable failure) {
	}

	private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

	private volatile Flow.@Nullable Subscription subscription;

	private volatile boolean closed;

	// The reading thread's.
	private ByteBuffer current = NOTHING;

	private @Nullable Signal end;

	// Whoever gets the content that comes after the close: one at a time.
	private int rest;

	@Override
	public void onSubscribe(Flow.Subscription granted) {
		this.subscription = granted;
		granted.request(1);
	}

	@Override
	public void onNext(ByteBuffer content) {
		if (this.closed) {
			discard(content);
		}
		else {
			this.signals.add(new Signal(content, null));
		}
	}

	@Override
	public void onError(Throwable thrown) {
		this.signals.add(new Signal(null, thrown));
	}

	@Override
	public void onComplete() {
		this.signals.add(new Signal(null, null));
	}

	@Override
	public int read() throws IOException {
		return hasMore() ? this.current.get() & 0xff : -1;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, target.length);
		if (length == 0) {
			return 0;
		}
		if (!hasMore()) {
			return -1;
		}
		int read = Math.min(length, this.current.remaining());
		this.current.get(target, offset, read);
		return read;
	}

	@Override
	public int available() {
		return this.current.remaining();
	}

	/** Waits for content; the bounds of the call end the wait. */
	private boolean hasMore() throws IOException {
		if (this.closed) {
			throw new IOException("the response is closed");
		}
		while (!this.current.hasRemaining() && this.end == null) {
			take();
		}
		Signal last = this.end;
		if (last == null || this.current.hasRemaining()) {
			return true;
		}
		if (last.failure() instanceof H2ClientException failure) {
			throw IOExceptions.of(failure);
		}
		if (last.failure() != null) {
			throw new IOException(last.failure().getMessage(), last.failure());
		}
		return false;
	}

	private void take() throws IOException {
		try {
			Signal signal = this.signals.take();
			if (signal.content() != null) {
				this.current = signal.content();
				Objects.requireNonNull(this.subscription).request(1);
			}
			else {
				this.end = signal;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			cancel();
			throw new InterruptedIOException("interrupted while waiting for content");
		}
	}

	@Override
	public void close() {
		if (this.closed || this.end != null) {
			this.closed = true;
			return;
		}
		this.closed = true;
		Signal signal = this.signals.poll();
		if (signal != null && signal.content() != null) {
			discard(signal.content());
		}
		if (signal == null || signal.content() != null) {
			CompletableFuture.delayedExecutor(SOON_SECONDS, TimeUnit.SECONDS).execute(this::cancel);
		}
	}

	private void discard(ByteBuffer content) {
		this.rest += content.remaining();
		if (this.rest > SMALL_REST) {
			cancel();
		}
		else {
			Objects.requireNonNull(this.subscription).request(1);
		}
	}

	/** Ends the exchange, unless it has ended. */
	private void cancel() {
		Flow.Subscription granted = this.subscription;
		if (granted != null) {
			granted.cancel();
		}
	}

}

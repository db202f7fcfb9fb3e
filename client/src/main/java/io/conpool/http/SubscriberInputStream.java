package io.conpool.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Content as a blocking stream: asks for one buffer when the one before is read. The
 * signals go through a queue; the rest belongs to the reading thread.
 */
final class SubscriberInputStream extends InputStream implements Flow.Subscriber<ByteBuffer> {

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	/** What the publisher said: some content, or how it ended. */
	private record Signal(@Nullable ByteBuffer content, @Nullable Throwable failure) {
	}

	private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

	private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

	// The reading thread's.
	private ByteBuffer current = NOTHING;

	private @Nullable Signal end;

	private boolean closed;

	@Override
	public void onSubscribe(Flow.Subscription granted) {
		Objects.requireNonNull(granted);
		if (!this.subscription.compareAndSet(null, granted)) {
			granted.cancel();
			return;
		}
		granted.request(1);
	}

	@Override
	public void onNext(ByteBuffer content) {
		this.signals.add(new Signal(Objects.requireNonNull(content), null));
	}

	@Override
	public void onError(Throwable thrown) {
		this.signals.add(new Signal(null, Objects.requireNonNull(thrown)));
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

	/** Waits for content; the call's deadline ends the wait at the latest. */
	private boolean hasMore() throws IOException {
		if (this.closed) {
			throw new IOException("closed");
		}
		while (!this.current.hasRemaining() && this.end == null) {
			take();
		}
		if (this.current.hasRemaining()) {
			return true;
		}
		Throwable failure = Objects.requireNonNull(this.end).failure();
		if (failure != null) {
			throw new IOException(failure.getMessage(), failure);
		}
		return false;
	}

	private void take() throws IOException {
		try {
			Signal signal = this.signals.take();
			if (signal.content() != null) {
				this.current = signal.content();
				Objects.requireNonNull(this.subscription.get()).request(1);
			}
			else {
				this.end = signal;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			close();
			throw (IOException) new InterruptedIOException("interrupted while waiting for content").initCause(ex);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		Flow.Subscription granted = this.subscription.get();
		if (granted != null) {
			granted.cancel();
		}
	}

}

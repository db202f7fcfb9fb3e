package io.conpool.call;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Publishes what a stream delivers, to any number of subscribers: each has the stream
 * opened anew, and closed when it is done. Reading blocks, and happens on the executor.
 * Immutable.
 */
final class InputStreamPublisher implements Flow.Publisher<ByteBuffer> {

	private static final int CHUNK = 16 * 1024;

	private final Callable<? extends InputStream> content;

	private final Executor executor;

	InputStreamPublisher(Callable<? extends InputStream> content, Executor executor) {
		this.content = content;
		this.executor = executor;
	}

	@Override
	public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
		Objects.requireNonNull(subscriber);
		subscriber.onSubscribe(new Reading(subscriber));
	}

	/** One subscriber's reading, by one thread at a time. */
	private final class Reading implements Flow.Subscription {

		private final Flow.Subscriber<? super ByteBuffer> subscriber;

		private final AtomicLong demand = new AtomicLong();

		private final AtomicInteger pending = new AtomicInteger();

		private volatile boolean cancelled;

		private volatile boolean badRequest;

		// The reading thread's.
		private @Nullable InputStream in;

		private boolean finished;

		Reading(Flow.Subscriber<? super ByteBuffer> subscriber) {
			this.subscriber = subscriber;
		}

		@Override
		public void request(long n) {
			if (n <= 0) {
				this.badRequest = true;
			}
			else {
				this.demand.accumulateAndGet(n, (a, b) -> (a + b < 0) ? Long.MAX_VALUE : a + b);
			}
			schedule();
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			schedule();
		}

		private void schedule() {
			if (this.pending.getAndIncrement() == 0) {
				try {
					InputStreamPublisher.this.executor.execute(this::drain);
				}
				catch (RejectedExecutionException ex) {
					// The client is closed: the stream is, too.
					this.cancelled = true;
					drain();
				}
			}
		}

		private void drain() {
			int missed = 1;
			do {
				while (!this.finished && (this.cancelled || this.badRequest || this.demand.get() > 0)) {
					step();
				}
				missed = this.pending.addAndGet(-missed);
			}
			while (missed != 0);
		}

		private void step() {
			if (this.cancelled) {
				finish();
				return;
			}
			try {
				if (this.badRequest) {
					throw new IllegalArgumentException("request: 0 or less (expected: more than 0)");
				}
				ByteBuffer next = next();
				if (next != null) {
					this.demand.updateAndGet((n) -> (n == Long.MAX_VALUE) ? n : n - 1);
					this.subscriber.onNext(next);
				}
				else {
					finish();
					this.subscriber.onComplete();
				}
			}
			catch (Exception ex) {
				finish();
				this.subscriber.onError(ex);
			}
		}

		private @Nullable ByteBuffer next() throws Exception {
			InputStream opened = this.in;
			if (opened == null) {
				opened = InputStreamPublisher.this.content.call();
				this.in = opened;
			}
			byte[] chunk = new byte[CHUNK];
			int read = opened.read(chunk);
			return (read < 0) ? null : ByteBuffer.wrap(chunk, 0, read);
		}

		private void finish() {
			this.finished = true;
			InputStream opened = this.in;
			if (opened != null) {
				try {
					opened.close();
				}
				catch (IOException ex) {
					// Everything that was wanted of it has been read.
					return;
				}
			}
		}

	}

}

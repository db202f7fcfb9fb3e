package io.conpool.call;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.http.H2Request;
import io.conpool.http.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what a stream delivers, to any number of subscribers: each has the stream
 * opened anew, and closed when it is done. A piece is filled as far as the stream says
 * that more is there; it never waits for bytes that may be late. Reading blocks, and
 * happens on the executor. Immutable.
 */
final class InputStreamPublisher implements Flow.Publisher<ByteBuffer> {

	private static final int CHUNK = 16 * 1024;

	private final Callable<? extends InputStream> content;

	private final Executor executor;

	InputStreamPublisher(Callable<? extends InputStream> content, Executor executor) {
		this.content = content;
		this.executor = executor;
	}

	/** The request, with a publisher in place of content that is read by blocking. */
	static H2Request inPlaceOfBlocking(H2Request request, Executor executor) {
		if (request.body() instanceof RequestBody.Blocking blocking) {
			return request.withBody(new RequestBody.Streaming(new InputStreamPublisher(blocking.content(), executor),
					blocking.length(), true));
		}
		return request;
	}

	@Override
	public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
		Objects.requireNonNull(subscriber);
		Reading reading = new Reading(subscriber);
		subscriber.onSubscribe(reading);
		reading.subscribed();
	}

	/**
	 * Reads a piece; negative at the end. Only {@code available} tells that another read
	 * does not block, and most streams of an application do not say. Their short reads
	 * are passed on as they are: the request joins what waits to be sent, and an event
	 * need not wait here for the next one. 1 does not count: an
	 * {@link java.util.zip.InflaterInputStream} says so even if it has to wait.
	 */
	private static int fill(InputStream in, byte[] bytes) throws IOException {
		int length = in.read(bytes);
		while (length > 0 && length < CHUNK && in.available() > 1) {
			int more = in.read(bytes, length, CHUNK - length);
			if (more <= 0) {
				break;
			}
			length += more;
		}
		return length;
	}

	/** One subscriber's reading, by one thread at a time. */
	private final class Reading implements Flow.Subscription {

		private final Flow.Subscriber<? super ByteBuffer> subscriber;

		private final SubscriberDemand demand = new SubscriberDemand();

		// Held during onSubscribe: no other signal may come before it returns.
		private final AtomicInteger pending = new AtomicInteger(1);

		private volatile boolean cancelled;

		private volatile boolean badRequest;

		// The reading thread's.
		private @Nullable InputStream in;

		// What the next piece is read into, if it is there already.
		private byte @Nullable [] spare;

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
				this.demand.add(n);
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
				execute();
			}
		}

		private void subscribed() {
			if (this.pending.decrementAndGet() != 0) {
				execute();
			}
		}

		private void execute() {
			try {
				InputStreamPublisher.this.executor.execute(this::drain);
			}
			catch (RejectedExecutionException ex) {
				// The client is closed: the stream is, too.
				this.cancelled = true;
				drain();
			}
		}

		private void drain() {
			int missed = 1;
			do {
				while (!this.finished && (this.cancelled || this.badRequest || this.demand.isThere())) {
					step();
				}
				missed = this.pending.addAndGet(-missed);
			}
			while (missed != 0);
		}

		private void step() {
			ByteBuffer next = null;
			Exception failure = null;
			try {
				next = (this.cancelled || this.badRequest) ? null : next();
			}
			catch (Exception ex) {
				failure = ex;
			}
			if (next != null) {
				this.demand.met();
				this.subscriber.onNext(next);
				return;
			}
			finish();
			if (this.badRequest) {
				failure = new IllegalArgumentException("non-positive subscription request (expected: more than 0)");
			}
			if (failure != null) {
				this.subscriber.onError(failure);
			}
			else if (!this.cancelled) {
				this.subscriber.onComplete();
			}
		}

		private @Nullable ByteBuffer next() throws Exception {
			InputStream opened = this.in;
			if (opened == null) {
				opened = InputStreamPublisher.this.content.call();
				this.in = opened;
			}
			byte[] bytes = this.spare;
			if (bytes == null) {
				bytes = new byte[CHUNK];
				this.spare = bytes;
			}
			int read = fill(opened, bytes);
			return (read < 0) ? null : piece(bytes, read);
		}

		/** A short piece is copied, so that it does not hold on to an array for many. */
		private ByteBuffer piece(byte[] bytes, int length) {
			if (length < CHUNK / 2) {
				return ByteBuffer.wrap(Arrays.copyOf(bytes, length));
			}
			this.spare = null;
			return ByteBuffer.wrap(bytes, 0, length);
		}

		private void finish() {
			this.finished = true;
			this.spare = null;
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

package io.conpool.call;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.conpool.error.ForeignFault;
import io.conpool.error.H2Error;
import io.conpool.http.ContentBytes;
import io.conpool.http.ContentReceiver;
import io.conpool.http.ContentSource;
import io.conpool.http.CountingSubscriber;
import io.conpool.http.HttpHeaders;
import io.conpool.http.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Content on its way from a connection to its reader: the event loop fills a queue, the
 * executor empties it as the subscriber asks, and what was read is reported to the
 * source, so that the peer may send as much more. The queue never holds more bytes than
 * the stream's window. Signals are given by one thread at a time, in {@link #drain};
 * requests and cancellation may come from any.
 */
final class StreamedBody implements ResponseBody, ContentReceiver, Flow.Subscription {

	private static final int REPORT_FROM = 16 * 1024;

	/** Who has to do with the stream, and not with what its content says. */
	interface Owner {

		/** The reader has taken something. */
		default void onContentRead() {
		}

		/**
		 * The content has arrived, or never will; once, on the event loop, before the
		 * reader hears of it.
		 */
		default void onContentEnded(@Nullable H2Error error) {
		}

	}

	/** How the content ended; no error means whole. */
	private record End(@Nullable Throwable failure, HttpHeaders trailers) {
	}

	private final ContentSource source;

	private final Executor executor;

	private final Owner owner;

	private final CompletableFuture<Void> arrival = new CompletableFuture<>();

	private final CompletableFuture<HttpHeaders> trailers = new CompletableFuture<>();

	private final ReceivedContent content = new ReceivedContent();

	private final AtomicReference<Flow.@Nullable Subscriber<? super ByteBuffer>> subscriber = new AtomicReference<>();

	private final SubscriberDemand demand = new SubscriberDemand();

	private final AtomicInteger pending = new AtomicInteger();

	private volatile @Nullable End end;

	private volatile boolean cancelled;

	private volatile @Nullable IllegalArgumentException badRequest;

	// The draining thread's.
	private boolean subscribed;

	private boolean finished;

	private int unreported;

	StreamedBody(ContentSource source, Executor executor, Owner owner) {
		this.source = source;
		this.executor = executor;
		this.owner = owner;
	}

	/** Whether there is content that the reader could have had. */
	boolean hasUnread() {
		return !this.content.isEmpty();
	}

	// The reader's side

	@Override
	public void subscribe(Flow.Subscriber<? super ByteBuffer> wanted) {
		Objects.requireNonNull(wanted);
		if (this.subscriber.compareAndSet(null, wanted)) {
			schedule();
			return;
		}
		NoSubscription.refuse(wanted);
	}

	@Override
	public void request(long n) {
		if (n <= 0) {
			this.badRequest = new IllegalArgumentException(
					"non-positive subscription request: " + n + " (expected: more than 0)");
			this.source.cancel(new H2Error.Cancelled(true));
			schedule();
			return;
		}
		this.demand.add(n);
		schedule();
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		this.source.cancel(new H2Error.Cancelled(true));
		schedule();
	}

	@Override
	public void close() {
		if (this.subscriber.compareAndSet(null, NoSubscriber.INSTANCE)) {
			cancel();
		}
		else if (this.end == null) {
			this.source.cancel(new H2Error.Cancelled(true));
		}
	}

	@Override
	public CompletableFuture<HttpHeaders> trailers() {
		return this.trailers.copy();
	}

	@Override
	public CompletionStage<Void> arrival() {
		return this.arrival.minimalCompletionStage();
	}

	// The connection's side

	@Override
	public void onContent(int length, ContentBytes piece) {
		if (this.subscriber.get() instanceof CountingSubscriber counter) {
			// What is only counted is neither copied nor queued.
			counter.skip(length);
			this.owner.onContentRead();
			this.source.consumed(length);
			return;
		}
		this.content.add(length, piece);
		if (this.demand.isThere()) {
			schedule();
		}
	}

	@Override
	public void onEnd(HttpHeaders fields) {
		arrived(null, fields);
	}

	@Override
	public void onError(H2Error error) {
		arrived(error, HttpHeaders.empty());
	}

	private void arrived(@Nullable H2Error error, HttpHeaders fields) {
		if (this.end == null) {
			this.owner.onContentEnded(error);
			this.end = new End((error != null) ? error.asException() : null, fields);
			schedule();
		}
	}

	// The signals

	private void schedule() {
		if (this.pending.getAndIncrement() == 0) {
			try {
				this.executor.execute(this::drain);
			}
			catch (RejectedExecutionException ex) {
				// The client is closed, but the reader must hear of it.
				drain();
			}
		}
	}

	private void drain() {
		int missed = 1;
		do {
			tellArrival();
			Flow.Subscriber<? super ByteBuffer> current = this.subscriber.get();
			if (current != null && !this.finished) {
				signal(current);
			}
			missed = this.pending.addAndGet(-missed);
		}
		while (missed != 0);
	}

	private void tellArrival() {
		End how = this.end;
		if (how == null) {
			return;
		}
		if (how.failure() != null) {
			this.arrival.completeExceptionally(how.failure());
		}
		else {
			this.arrival.complete(null);
		}
	}

	private void signal(Flow.Subscriber<? super ByteBuffer> current) {
		if (!this.subscribed) {
			this.subscribed = true;
			current.onSubscribe(this);
		}
		while (!this.finished) {
			// Read before the queue: what came before the end is in it then.
			End how = this.end;
			IllegalArgumentException bad = this.badRequest;
			if (this.cancelled) {
				finish();
				this.trailers.completeExceptionally(new H2Error.Cancelled(true).asException());
			}
			else if (bad != null) {
				signalEnd(current, new End(bad, HttpHeaders.empty()));
			}
			else if (how != null && this.content.isEmpty()) {
				signalEnd(current, how);
			}
			else {
				ByteBuffer next = next();
				if (next == null) {
					return;
				}
				signalNext(current, next);
			}
		}
	}

	/** Null also while the event loop adds to what waits: it schedules anew. */
	private @Nullable ByteBuffer next() {
		if (!this.demand.isThere() || this.content.isEmpty()) {
			return null;
		}
		// Before the content is taken: afterwards it is the peer's turn, from now on.
		this.owner.onContentRead();
		return this.content.poll();
	}

	private void signalNext(Flow.Subscriber<? super ByteBuffer> current, ByteBuffer next) {
		this.demand.met();
		this.unreported += next.remaining();
		try {
			current.onNext(next);
		}
		catch (RuntimeException | Error ex) {
			// Against Reactive Streams 2.13: there is nobody left who would read on.
			cancel();
			ForeignFault.report(ex);
			return;
		}
		if (this.unreported >= REPORT_FROM || this.content.isEmpty()) {
			this.source.consumed(this.unreported);
			this.unreported = 0;
		}
	}

	private void signalEnd(Flow.Subscriber<? super ByteBuffer> current, End how) {
		finish();
		if (how.failure() != null) {
			this.trailers.completeExceptionally(how.failure());
			current.onError(how.failure());
		}
		else {
			this.trailers.complete(how.trailers());
			current.onComplete();
		}
	}

	private void finish() {
		this.finished = true;
		this.subscriber.set(NoSubscriber.INSTANCE);
		this.content.clear();
	}

}

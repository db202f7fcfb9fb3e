package io.conpool.call;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.conpool.coding.ContentDecoder;
import io.conpool.error.ForeignFault;
import io.conpool.error.H2Error;
import org.jspecify.annotations.Nullable;

/**
 * Decodes between encoded content and its reader, as the reader asks: one buffer of
 * encoded content is asked for when nothing is left of the one before and the reader
 * waits, so that the peer's window opens as fast as decoded content is read. Signals are
 * given by one thread at a time, in {@link #drain}, which alone touches the decoder and
 * releases it; everything else may come from any thread.
 */
final class DecodingSubscription implements Flow.Subscriber<ByteBuffer>, Flow.Subscription {

	private static final int PIECE = 16 * 1024;

	private final Supplier<ContentDecoder> decoders;

	private final Executor executor;

	private final Consumer<@Nullable Throwable> onEnd;

	private final SubscriberDemand demand = new SubscriberDemand();

	// Held until onSubscribe has returned: no other signal may come before.
	private final AtomicInteger pending = new AtomicInteger(1);

	// Set before any other signal.
	private Flow.Subscription encoded = NoSubscription.INSTANCE;

	// One at most, since one is asked for.
	private volatile @Nullable ByteBuffer arrived;

	// How the encoded content ended.
	private volatile boolean complete;

	private volatile @Nullable Throwable broken;

	private volatile boolean cancelled;

	// Ends it at once, whatever is left.
	private volatile @Nullable RuntimeException refusal;

	// The draining thread's. Null at the end: who cancelled is to be forgotten (Reactive
	// Streams 3.13).
	private Flow.@Nullable Subscriber<? super ByteBuffer> reader;

	private @Nullable ContentDecoder decoder;

	private ByteBuffer target = ByteBuffer.allocate(0);

	private boolean asked;

	// Written by the draining thread alone.
	private volatile boolean finished;

	DecodingSubscription(Flow.Subscriber<? super ByteBuffer> reader, Supplier<ContentDecoder> decoders,
			Executor executor, Consumer<@Nullable Throwable> onEnd) {
		this.reader = reader;
		this.decoders = decoders;
		this.executor = executor;
		this.onEnd = onEnd;
	}

	// The encoded content's side

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.encoded = subscription;
		Objects.requireNonNull(this.reader).onSubscribe(this);
		drain();
	}

	@Override
	public void onNext(ByteBuffer content) {
		this.arrived = content;
		drainHere();
	}

	@Override
	public void onError(Throwable thrown) {
		this.broken = thrown;
		drainHere();
	}

	@Override
	public void onComplete() {
		this.complete = true;
		drainHere();
	}

	// The reader's side

	@Override
	public void request(long n) {
		if (n <= 0) {
			this.refusal = new IllegalArgumentException(
					"non-positive subscription request: " + n + " (expected: more than 0)");
		}
		else {
			this.demand.add(n);
		}
		schedule();
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		this.encoded.cancel();
		schedule();
	}

	/** The reader gets nothing more but an error, unless it had everything. */
	void close() {
		if (!this.finished) {
			this.refusal = new H2Error.Cancelled(true).asException();
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

	/** The encoded content's signals come on the executor already. */
	private void drainHere() {
		if (this.pending.getAndIncrement() == 0) {
			drain();
		}
	}

	private void drain() {
		int missed = 1;
		do {
			boolean goesOn = !this.finished;
			while (goesOn) {
				goesOn = step() && !this.finished;
			}
			missed = this.pending.addAndGet(-missed);
		}
		while (missed != 0);
	}

	/** Does what can be done next; false if that is nothing. */
	private boolean step() {
		Throwable refused = this.refusal;
		// Read before what has arrived: that came before the end.
		boolean whole = this.complete;
		Throwable failure = this.broken;
		ByteBuffer content = this.arrived;
		if (this.cancelled) {
			finish();
		}
		else if (refused != null) {
			fail(refused);
		}
		else if (this.decoder != null && this.decoder.hasMore()) {
			return this.demand.isThere() && decode(this.decoder);
		}
		else if (content != null) {
			feed(content);
		}
		else if (failure != null) {
			fail(failure);
		}
		else if (whole) {
			complete();
		}
		else {
			return ask();
		}
		return true;
	}

	private boolean ask() {
		if (!this.asked && this.demand.isThere()) {
			this.asked = true;
			this.encoded.request(1);
		}
		return false;
	}

	private void feed(ByteBuffer content) {
		this.arrived = null;
		this.asked = false;
		try {
			ContentDecoder current = this.decoder;
			if (current == null) {
				current = this.decoders.get();
				this.decoder = current;
			}
			current.feed(content);
		}
		catch (RuntimeException ex) {
			fail(ex);
		}
	}

	private boolean decode(ContentDecoder current) {
		ByteBuffer piece = this.target;
		if (!piece.hasRemaining()) {
			piece = ByteBuffer.allocate(PIECE);
			this.target = piece;
		}
		try {
			current.take(piece);
		}
		catch (RuntimeException ex) {
			fail(ex);
			return true;
		}
		if (piece.position() > 0) {
			signalNext(taken(piece));
		}
		return true;
	}

	/** The reader keeps what it gets: a full buffer goes to it as it is. */
	private static ByteBuffer taken(ByteBuffer piece) {
		if (!piece.hasRemaining()) {
			return piece.duplicate().flip();
		}
		byte[] copy = new byte[piece.position()];
		piece.flip().get(copy).clear();
		return ByteBuffer.wrap(copy);
	}

	private void signalNext(ByteBuffer content) {
		this.demand.met();
		try {
			Objects.requireNonNull(this.reader).onNext(content);
		}
		catch (RuntimeException | Error ex) {
			// Against Reactive Streams 2.13: there is nobody left who would read on.
			cancel();
			ForeignFault.report(ex);
		}
	}

	private void complete() {
		try {
			if (this.decoder != null) {
				this.decoder.end();
			}
		}
		catch (RuntimeException ex) {
			fail(ex);
			return;
		}
		Flow.Subscriber<? super ByteBuffer> last = finish();
		this.onEnd.accept(null);
		last.onComplete();
	}

	private void fail(Throwable failure) {
		Flow.Subscriber<? super ByteBuffer> last = finish();
		this.onEnd.accept(failure);
		if (!this.complete && this.broken == null) {
			this.encoded.cancel();
		}
		last.onError(failure);
	}

	/** Lets go of everything; returns the reader, which may be owed a last signal. */
	private Flow.Subscriber<? super ByteBuffer> finish() {
		Flow.Subscriber<? super ByteBuffer> last = Objects.requireNonNull(this.reader);
		this.reader = null;
		this.finished = true;
		this.arrived = null;
		this.target = ByteBuffer.allocate(0);
		ContentDecoder current = this.decoder;
		if (current != null) {
			this.decoder = null;
			current.close();
		}
		return last;
	}

}

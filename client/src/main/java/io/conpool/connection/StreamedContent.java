package io.conpool.connection;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.conpool.error.H2Error;
import io.conpool.http.RequestBody;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Content that a publisher delivers. It is asked for about two frames ahead, but for four
 * buffers at least, and for more when those were sent: so a peer that takes nothing holds
 * the publisher back. The publisher runs on the application's executor; the rest is
 * confined to the connection's event loop.
 */
final class StreamedContent implements OutboundContent, Flow.Subscriber<ByteBuffer> {

	private static final int FRAME = 16 * 1024;

	private static final int BYTES_AHEAD = 2 * FRAME;

	private static final int FEWEST_AHEAD = 4;

	// Nobody knows how large the next buffers are.
	private static final int MOST_OUTSTANDING = 128;

	private static final Flow.Subscription CANCELLED = new Flow.Subscription() {
		@Override
		public void request(long n) {
		}

		@Override
		public void cancel() {
		}
	};

	private final ContentCarrier carrier;

	private final RequestBody.Streaming body;

	private final Executor executor;

	private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

	// From the publisher to the event loop, which is told once for all that waits here.
	private final Queue<ByteBuffer> inbox = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean told = new AtomicBoolean();

	private volatile boolean completed;

	// Whether the publisher is being asked: it may deliver before it returns.
	private volatile boolean asking;

	// Confined to the event loop.
	private final Queue<ByteBuffer> buffers = new ArrayDeque<>();

	private long waiting;

	private long received;

	// Buffers that were asked for and have not arrived.
	private int outstanding = FEWEST_AHEAD;

	// Whether none was outstanding when the publisher was asked last.
	private boolean starved = true;

	// A moving average, which begins as if the fewest buffers were enough.
	private int typicalSize = BYTES_AHEAD / FEWEST_AHEAD;

	private boolean delivered;

	StreamedContent(ContentCarrier carrier, RequestBody.Streaming body, Executor executor) {
		this.carrier = carrier;
		this.body = body;
		this.executor = executor;
	}

	// The publisher's side

	@Override
	public void onSubscribe(Flow.Subscription granted) {
		Objects.requireNonNull(granted);
		if (this.subscription.compareAndSet(null, granted)) {
			this.asking = true;
			request(granted, FEWEST_AHEAD);
		}
		else {
			granted.cancel();
		}
	}

	private void request(Flow.Subscription from, int buffers) {
		try {
			from.request(buffers);
		}
		finally {
			this.asking = false;
			if (!this.completed) {
				tell();
			}
		}
	}

	@Override
	public void onNext(ByteBuffer buffer) {
		this.inbox.add(Objects.requireNonNull(buffer));
		tell();
	}

	@Override
	public void onError(Throwable thrown) {
		Objects.requireNonNull(thrown);
		this.carrier.onLoop(() -> fail(thrown));
	}

	@Override
	public void onComplete() {
		this.completed = true;
		tell();
	}

	private void tell() {
		if (this.told.compareAndSet(false, true)) {
			this.carrier.onLoop(this::takeIn);
		}
	}

	// The connection's side

	@Override
	public void start() {
		onExecutor(() -> {
			try {
				this.body.content().subscribe(this);
			}
			catch (RuntimeException ex) {
				onError(ex);
			}
		});
	}

	private void onExecutor(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			fail(ex);
		}
	}

	/** Takes in all that the publisher has delivered meanwhile. */
	private void takeIn() {
		this.told.set(false);
		// Read first: all buffers come before the end.
		boolean all = this.completed;
		for (ByteBuffer next = this.inbox.poll(); next != null; next = this.inbox.poll()) {
			if (!this.carrier.isEnded() && !this.delivered) {
				arrived(next);
			}
		}
		if (this.carrier.isEnded() || this.delivered) {
			return;
		}
		if (all) {
			ended();
		}
		else {
			ask();
		}
		if (this.waiting > 0) {
			this.carrier.contentArrived();
		}
	}

	private void arrived(ByteBuffer buffer) {
		this.outstanding--;
		int size = buffer.remaining();
		this.received += size;
		if (this.body.length() >= 0 && this.received > this.body.length()) {
			fail(new IllegalStateException("more than the " + this.body.length() + " bytes that were announced"));
		}
		else if (size > 0) {
			this.waiting += size;
			this.typicalSize += (size - this.typicalSize) >> 2;
			this.buffers.add(buffer);
		}
	}

	private void ended() {
		if (this.body.length() > this.received) {
			fail(new IllegalStateException(
					"only " + this.received + " of the " + this.body.length() + " bytes that were announced"));
			return;
		}
		this.delivered = true;
		if (this.waiting == 0) {
			this.carrier.endContent();
		}
	}

	private void fail(Throwable cause) {
		this.carrier.contentFailed(new H2Error.RequestBodyFailed(cause));
	}

	/** Asks for more, for many buffers at once, or where too few were asked for. */
	private void ask() {
		if (this.asking || this.delivered) {
			return;
		}
		int ahead = Math.max(FEWEST_AHEAD, BYTES_AHEAD / Math.max(1, this.typicalSize));
		int most = Math.min(ahead, MOST_OUTSTANDING);
		int more = Math.min(ahead - this.buffers.size(), most) - this.outstanding;
		boolean empty = this.outstanding <= 0 && this.waiting < FRAME;
		if (empty) {
			more = Math.max(more, FEWEST_AHEAD);
		}
		if (empty || more >= most / 2) {
			int buffers = more;
			this.starved = this.outstanding <= 0;
			this.outstanding += more;
			this.asking = true;
			onExecutor(() -> request(Objects.requireNonNull(this.subscription.get()), buffers));
		}
	}

	@Override
	public int available() {
		return (int) Math.min(this.waiting, Integer.MAX_VALUE);
	}

	@Override
	public boolean endsAfter(int length) {
		return this.delivered && length == this.waiting;
	}

	@Override
	public boolean isArriving() {
		return this.told.get() || (this.asking && this.starved);
	}

	@Override
	public void writeTo(ByteBuf out, int length) {
		this.waiting -= length;
		for (int left = length; left > 0;) {
			ByteBuffer first = this.buffers.element();
			int size = first.remaining();
			if (size <= left) {
				out.writeBytes(first);
				this.buffers.remove();
				left -= size;
			}
			else {
				int limit = first.limit();
				out.writeBytes(first.limit(first.position() + left));
				first.limit(limit);
				left = 0;
			}
		}
		ask();
	}

	@Override
	public void abandon() {
		this.buffers.clear();
		this.waiting = 0;
		Flow.Subscription current = this.subscription.getAndSet(CANCELLED);
		if (current != null && !this.delivered) {
			cancel(current);
		}
	}

	private void cancel(Flow.Subscription current) {
		try {
			this.executor.execute(current::cancel);
		}
		catch (RejectedExecutionException ex) {
			// The client is closed, but a publisher that waits for demand must hear of
			// it.
			current.cancel();
		}
	}

}

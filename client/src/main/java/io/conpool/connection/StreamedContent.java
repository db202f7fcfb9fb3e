package io.conpool.connection;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import io.conpool.error.H2Error;
import io.conpool.http.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Content that a publisher delivers: a few buffers are asked for ahead, and further ones
 * when those were sent, so that a peer that takes nothing holds the publisher back. The
 * publisher runs on the application's executor; the rest is confined to the connection's
 * event loop.
 */
final class StreamedContent implements OutboundContent, Flow.Subscriber<ByteBuffer> {

	private static final int AHEAD = 4;

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

	// Confined to the event loop.
	private final Queue<ByteBuffer> buffers = new ArrayDeque<>();

	private long received;

	private int freed;

	private boolean delivered;

	private boolean complete;

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
			granted.request(AHEAD);
		}
		else {
			granted.cancel();
		}
	}

	@Override
	public void onNext(ByteBuffer buffer) {
		Objects.requireNonNull(buffer);
		this.carrier.onLoop(() -> arrived(buffer));
	}

	@Override
	public void onError(Throwable thrown) {
		Objects.requireNonNull(thrown);
		this.carrier.onLoop(() -> fail(thrown));
	}

	@Override
	public void onComplete() {
		this.carrier.onLoop(this::ended);
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

	private void arrived(ByteBuffer buffer) {
		this.received += buffer.remaining();
		if (this.body.length() >= 0 && this.received > this.body.length()) {
			fail(new IllegalStateException("more than the " + this.body.length() + " bytes that were announced"));
		}
		else if (buffer.hasRemaining()) {
			this.buffers.add(buffer);
			this.carrier.contentArrived();
		}
		else {
			freed();
		}
	}

	private void ended() {
		if (this.body.length() > this.received) {
			fail(new IllegalStateException(
					"only " + this.received + " of the " + this.body.length() + " bytes that were announced"));
			return;
		}
		this.delivered = true;
		if (this.buffers.isEmpty() && !this.carrier.isEnded()) {
			this.complete = true;
			this.carrier.endContent();
		}
	}

	private void fail(Throwable cause) {
		this.carrier.contentFailed(new H2Error.RequestBodyFailed(cause));
	}

	@Override
	public boolean hasData() {
		return !this.buffers.isEmpty();
	}

	@Override
	public int write(int atMost) {
		ByteBuffer first = this.buffers.element();
		int length = Math.min(atMost, first.remaining());
		boolean usedUp = length == first.remaining();
		this.complete = usedUp && this.delivered && this.buffers.size() == 1;
		this.carrier.write(first, length, this.complete);
		if (usedUp) {
			this.buffers.remove();
			freed();
		}
		return length;
	}

	private void freed() {
		if (++this.freed >= AHEAD / 2 && !this.delivered) {
			int more = this.freed;
			this.freed = 0;
			onExecutor(() -> Objects.requireNonNull(this.subscription.get()).request(more));
		}
	}

	@Override
	public boolean isComplete() {
		return this.complete;
	}

	@Override
	public void abandon() {
		this.buffers.clear();
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

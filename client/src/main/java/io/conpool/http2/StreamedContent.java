package io.conpool.http2;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

import io.conpool.http.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Content that a publisher delivers: a few buffers are asked for ahead, and further ones
 * when those were sent, so that the peer's windows hold the publisher back. The publisher
 * runs on the application's executor; the rest is confined to the connection's event
 * loop.
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

	private final RequestWriter writer;

	private final RequestBody.Streaming body;

	private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

	// Confined to the event loop.
	private final Queue<ByteBuffer> buffers = new ArrayDeque<>();

	private long received;

	private int freed;

	private boolean delivered;

	private boolean complete;

	StreamedContent(RequestWriter writer, RequestBody.Streaming body) {
		this.writer = writer;
		this.body = body;
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
		this.writer.onLoop(() -> arrived(buffer));
	}

	@Override
	public void onError(Throwable thrown) {
		Objects.requireNonNull(thrown);
		this.writer.onLoop(() -> this.writer.fail(thrown));
	}

	@Override
	public void onComplete() {
		this.writer.onLoop(this::ended);
	}

	// The connection's side

	@Override
	public void start() {
		this.writer.onExecutor(() -> {
			try {
				this.body.content().subscribe(this);
			}
			catch (RuntimeException ex) {
				onError(ex);
			}
		});
	}

	private void arrived(ByteBuffer buffer) {
		this.received += buffer.remaining();
		if (this.body.length() >= 0 && this.received > this.body.length()) {
			this.writer
				.fail(new IllegalStateException("more than the " + this.body.length() + " bytes that were announced"));
		}
		else if (buffer.hasRemaining()) {
			this.buffers.add(buffer);
			this.writer.contentArrived();
		}
		else {
			freed();
		}
	}

	private void ended() {
		if (this.body.length() > this.received) {
			this.writer.fail(new IllegalStateException(
					"only " + this.received + " of the " + this.body.length() + " bytes that were announced"));
			return;
		}
		this.delivered = true;
		if (this.buffers.isEmpty()) {
			this.complete = true;
			this.writer.contentSent();
		}
	}

	@Override
	public boolean hasData() {
		return !this.buffers.isEmpty();
	}

	@Override
	public int write(OutboundFrames outbound, int streamId, int atMost, boolean endsStream) {
		ByteBuffer first = this.buffers.element();
		int length = Math.min(atMost, first.remaining());
		boolean usedUp = length == first.remaining();
		this.complete = usedUp && this.delivered && this.buffers.size() == 1;
		outbound.data(streamId, first, length, this.complete && endsStream);
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
			this.writer.onExecutor(() -> Objects.requireNonNull(this.subscription.get()).request(more));
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
			this.writer.onExecutor(current::cancel);
		}
	}

}

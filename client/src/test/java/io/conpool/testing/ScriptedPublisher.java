package io.conpool.testing;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A publisher for one subscriber, within whose {@code request} it delivers what it has,
 * as far as it was asked for. What comes later is delivered by whoever offers it.
 * Confined to one thread at a time.
 */
public final class ScriptedPublisher implements Flow.Publisher<ByteBuffer>, Flow.Subscription {

	private final Queue<ByteBuffer> buffers = new ArrayDeque<>();

	private final AtomicBoolean cancelled = new AtomicBoolean();

	private Flow.Subscriber<? super ByteBuffer> subscriber;

	private long demand;

	private long largestDemand;

	private int delivered;

	private boolean complete;

	private boolean delivering;

	/** Has so many buffers of so many bytes each, which count up from 0 to 127. */
	public static ScriptedPublisher of(int buffers, int size) {
		ScriptedPublisher publisher = new ScriptedPublisher();
		int position = 0;
		for (int i = 0; i < buffers; i++) {
			byte[] bytes = new byte[size];
			for (int j = 0; j < size; j++) {
				bytes[j] = (byte) (position++ & 0x7f);
			}
			publisher.buffers.add(ByteBuffer.wrap(bytes));
		}
		return publisher;
	}

	/** Completes behind the last buffer that it has now. */
	public ScriptedPublisher complete() {
		this.complete = true;
		deliver();
		return this;
	}

	/** Has one more, which is delivered at once if it was asked for. */
	public ScriptedPublisher offer(byte[] bytes) {
		this.buffers.add(ByteBuffer.wrap(bytes));
		deliver();
		return this;
	}

	/** How many buffers it has delivered. */
	public int delivered() {
		return this.delivered;
	}

	/** The most buffers that were ever asked for and not delivered. */
	public long largestDemand() {
		return this.largestDemand;
	}

	public boolean isCancelled() {
		return this.cancelled.get();
	}

	@Override
	public void subscribe(Flow.Subscriber<? super ByteBuffer> taker) {
		this.subscriber = taker;
		taker.onSubscribe(this);
	}

	@Override
	public void request(long n) {
		this.demand += n;
		this.largestDemand = Math.max(this.largestDemand, this.demand);
		deliver();
	}

	@Override
	public void cancel() {
		this.cancelled.set(true);
	}

	private void deliver() {
		if (this.subscriber == null || this.delivering) {
			return;
		}
		this.delivering = true;
		while (this.demand > 0 && !this.buffers.isEmpty()) {
			this.demand--;
			this.delivered++;
			this.subscriber.onNext(this.buffers.remove());
		}
		this.delivering = false;
		if (this.complete && this.buffers.isEmpty()) {
			this.complete = false;
			this.subscriber.onComplete();
		}
	}

}

package io.conpool.autoconfigure.restclient;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;

/**
 * Content on its way to one subscriber: whoever writes waits until the subscriber asks
 * for more. One thread writes; demand and cancellation may come from any.
 */
final class ContentSubscription implements Flow.Subscription {

	private final Flow.Subscriber<? super ByteBuffer> subscriber;

	private final Semaphore demand = new Semaphore(0);

	private volatile boolean cancelled;

	ContentSubscription(Flow.Subscriber<? super ByteBuffer> subscriber) {
		this.subscriber = subscriber;
	}

	/**
	 * Delivers a piece when it is asked for; the bounds of the call end the wait.
	 * @throws ContentUnwantedException if the subscriber has gone
	 * @throws InterruptedIOException if the thread is interrupted; it stays so
	 */
	void send(ByteBuffer piece) throws IOException {
		try {
			this.demand.acquire();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted while sending the content");
		}
		if (this.cancelled) {
			throw new ContentUnwantedException();
		}
		this.subscriber.onNext(piece);
	}

	void complete() {
		if (!this.cancelled) {
			this.subscriber.onComplete();
		}
	}

	@Override
	public void request(long n) {
		// More than there are permits for would not make a difference.
		this.demand.release((int) Math.min(n, Integer.MAX_VALUE - this.demand.availablePermits()));
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		this.demand.release();
	}

}

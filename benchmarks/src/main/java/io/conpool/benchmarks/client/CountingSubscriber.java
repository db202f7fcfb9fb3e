package io.conpool.benchmarks.client;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;

/**
 * Counts content and drops it. Confined to the publisher's signals.
 */
final class CountingSubscriber implements Flow.Subscriber<List<ByteBuffer>> {

	private long count;

	long count() {
		return this.count;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		for (ByteBuffer buffer : buffers) {
			this.count += buffer.remaining();
		}
	}

	@Override
	public void onError(Throwable thrown) {
		// Fails the response, too
	}

	@Override
	public void onComplete() {
		// Completes the response, too
	}

}

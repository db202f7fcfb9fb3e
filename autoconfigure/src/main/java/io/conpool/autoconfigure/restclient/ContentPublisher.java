package io.conpool.autoconfigure.restclient;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;

import org.jspecify.annotations.Nullable;

/**
 * Content that another thread writes: hands the subscriptions over to that thread. The
 * client subscribes once for every attempt that gets as far as the content. Safe for use
 * by several threads.
 */
final class ContentPublisher implements Flow.Publisher<ByteBuffer> {

	// Empty: there will be no more.
	private final BlockingQueue<Optional<ContentSubscription>> subscriptions = new LinkedBlockingQueue<>();

	@Override
	public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
		ContentSubscription subscription = new ContentSubscription(subscriber);
		subscriber.onSubscribe(subscription);
		this.subscriptions.add(Optional.of(subscription));
	}

	/** There is a response, or there will be none. */
	void end() {
		this.subscriptions.add(Optional.empty());
	}

	/**
	 * Waits for the next subscription; the bounds of the call end the wait.
	 * @return where to write the content, or null if it is not asked for any more
	 */
	@Nullable ContentSubscription next() throws InterruptedException {
		Optional<ContentSubscription> next = this.subscriptions.take();
		if (next.isEmpty()) {
			// For whoever asks again.
			end();
		}
		return next.orElse(null);
	}

}

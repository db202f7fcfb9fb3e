package io.conpool.call;

import java.util.concurrent.Flow;

/** Given to a subscriber that is refused. */
enum NoSubscription implements Flow.Subscription {

	INSTANCE;

	/** Refuses the second reader of content that can be read only once. */
	static void refuse(Flow.Subscriber<?> subscriber) {
		subscriber.onSubscribe(INSTANCE);
		subscriber.onError(new IllegalStateException("the content can be read only once"));
	}

	@Override
	public void request(long n) {
	}

	@Override
	public void cancel() {
	}

}

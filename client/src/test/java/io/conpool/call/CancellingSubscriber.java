package io.conpool.call;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** Takes the place of the one subscriber that content serves, and wants nothing. */
final class CancellingSubscriber implements Flow.Subscriber<ByteBuffer> {

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		subscription.cancel();
	}

	@Override
	public void onNext(ByteBuffer item) {
	}

	@Override
	public void onError(Throwable throwable) {
	}

	@Override
	public void onComplete() {
	}

}

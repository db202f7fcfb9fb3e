package io.conpool.call;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** Stands for a reader that never comes, or that is done. */
enum NoSubscriber implements Flow.Subscriber<ByteBuffer> {

	INSTANCE;

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
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

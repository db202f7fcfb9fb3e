package io.conpool.http;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/**
 * A subscriber that uses up content, one buffer after the other, for a result. Its
 * signals follow each other, so it needs no lock; what it throws ends it.
 */
abstract class ContentSubscriber<T> implements Flow.Subscriber<ByteBuffer> {

	private final CompletableFuture<T> result = new CompletableFuture<>();

	private Flow.@Nullable Subscription subscription;

	// The publisher is done: it must not be called any more (Reactive Streams 2.3).
	private volatile boolean terminated;

	CompletableFuture<T> result() {
		return this.result;
	}

	/** Uses up a buffer. */
	abstract void accept(ByteBuffer content) throws Exception;

	/** All content was used up. */
	abstract T finish() throws Exception;

	/** There will be no result. */
	void abandon() {
	}

	@Override
	public final void onSubscribe(Flow.Subscription granted) {
		Objects.requireNonNull(granted);
		if (this.subscription != null) {
			granted.cancel();
			return;
		}
		this.subscription = granted;
		// Whoever completes the result beforehand has lost interest.
		this.result.whenComplete((value, thrown) -> {
			if (!this.terminated) {
				granted.cancel();
			}
		});
		granted.request(1);
	}

	@Override
	public final void onNext(ByteBuffer content) {
		Objects.requireNonNull(content);
		try {
			accept(content);
			Objects.requireNonNull(this.subscription).request(1);
		}
		catch (Exception ex) {
			fail(ex);
		}
	}

	@Override
	public final void onError(Throwable thrown) {
		Objects.requireNonNull(thrown);
		this.terminated = true;
		fail(thrown);
	}

	@Override
	public final void onComplete() {
		this.terminated = true;
		try {
			this.result.complete(finish());
		}
		catch (Exception ex) {
			fail(ex);
		}
	}

	private void fail(Throwable cause) {
		abandon();
		this.result.completeExceptionally(cause);
	}

}

package io.conpool.connection;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.conpool.error.H2Error;
import io.conpool.http.RequestBody;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamedContentTests {

	private final AtomicBoolean stopped = new AtomicBoolean();

	private final Executor executor = (task) -> {
		if (this.stopped.get()) {
			throw new RejectedExecutionException("stopped");
		}
		task.run();
	};

	private final AtomicBoolean cancelled = new AtomicBoolean();

	private final StreamedContent content = new StreamedContent(new NoCarrier(),
			(RequestBody.Streaming) RequestBody.publisher(this::subscribe, -1), this.executor);

	@Test
	void thePublisherHearsOfTheEndOfTheExchange() {
		this.content.start();
		this.content.abandon();
		assertThat(this.cancelled).isTrue();
	}

	@Test
	void thePublisherHearsOfTheEndThoughTheExecutorHasStopped() {
		this.content.start();
		this.stopped.set(true);
		this.content.abandon();
		assertThat(this.cancelled).isTrue();
	}

	private void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
		subscriber.onSubscribe(new Flow.Subscription() {
			@Override
			public void request(long n) {
			}

			@Override
			public void cancel() {
				StreamedContentTests.this.cancelled.set(true);
			}
		});
	}

	/** A stream that has ended. */
	private static final class NoCarrier implements ContentCarrier {

		@Override
		public void onLoop(Runnable task) {
			task.run();
		}

		@Override
		public boolean isEnded() {
			return true;
		}

		@Override
		public void contentArrived() {
		}

		@Override
		public void endContent() {
		}

		@Override
		public void contentFailed(H2Error error) {
		}

	}

}

package io.conpool.call;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;

import io.conpool.error.H2Error;
import io.conpool.http.ContentSource;
import io.conpool.http.HttpHeaders;
import io.conpool.testing.Tck;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/**
 * The rules of Reactive Streams for the publisher of a response's content. It serves one
 * subscriber: the optional rules for several (1.11) are reported as skipped.
 */
public class StreamedBodyTckTests extends FlowPublisherVerification<ByteBuffer> {

	private ExecutorService loop;

	private ExecutorService executor;

	public StreamedBodyTckTests() {
		super(Tck.environment(), Tck.FORGETTING_MILLIS);
	}

	@BeforeClass
	public void startExecutors() {
		this.loop = Executors.newSingleThreadExecutor();
		this.executor = Executors.newCachedThreadPool();
	}

	@AfterClass
	public void stopExecutors() {
		this.executor.shutdownNow();
		this.loop.shutdownNow();
	}

	@Override
	public Flow.Publisher<ByteBuffer> createFlowPublisher(long elements) {
		Sender sender = new Sender(elements, this.loop);
		StreamedBody body = new StreamedBody(sender, this.executor, () -> {
		});
		sender.start(body);
		return body;
	}

	/** Content that nobody can read any more. */
	@Override
	public Flow.Publisher<ByteBuffer> createFailedFlowPublisher() {
		StreamedBody body = new StreamedBody(new Sender(1, this.loop), this.executor, () -> {
		});
		body.subscribe(new CancellingSubscriber());
		return body;
	}

	/**
	 * The stream that the content comes from: one byte at a time, no more than the window
	 * allows, and then its end. Confined to the loop.
	 */
	private static final class Sender implements ContentSource {

		private static final int WINDOW = 8;

		private final Executor loop;

		private long left;

		private int window = WINDOW;

		private boolean ended;

		private StreamedBody body;

		Sender(long length, Executor loop) {
			this.left = length;
			this.loop = loop;
		}

		void start(StreamedBody receiver) {
			this.loop.execute(() -> {
				this.body = receiver;
				send();
			});
		}

		@Override
		public void consumed(int bytes) {
			this.loop.execute(() -> {
				this.window += bytes;
				send();
			});
		}

		@Override
		public void cancel(H2Error reason) {
			this.loop.execute(() -> {
				if (!this.ended && this.body != null) {
					this.body.onError(reason);
				}
				this.ended = true;
			});
		}

		private void send() {
			while (!this.ended && this.left > 0 && this.window > 0) {
				this.left--;
				this.window--;
				this.body.onContent(Tck.element(1));
			}
			if (!this.ended && this.left == 0) {
				this.ended = true;
				this.body.onEnd(HttpHeaders.empty());
			}
		}

	}

	/** The one subscriber that a body serves. */
	private static final class CancellingSubscriber implements Flow.Subscriber<ByteBuffer> {

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

}

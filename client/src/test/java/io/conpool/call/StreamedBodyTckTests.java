package io.conpool.call;

import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;

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
		StreamedBody body = new StreamedBody(sender, this.executor, new StreamedBody.Owner() {
		});
		sender.start(body);
		return body;
	}

	/** Content that nobody can read any more. */
	@Override
	public Flow.Publisher<ByteBuffer> createFailedFlowPublisher() {
		StreamedBody body = new StreamedBody(new Sender(1, this.loop), this.executor, new StreamedBody.Owner() {
		});
		body.subscribe(new CancellingSubscriber());
		return body;
	}

}

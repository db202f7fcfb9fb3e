package io.conpool.call;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;

import io.conpool.coding.ContentCodings;
import io.conpool.coding.DecodingLimits;
import io.conpool.testing.Tck;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/**
 * The rules of Reactive Streams for the publisher of content that is decoded. It serves
 * one subscriber: the optional rules for several (1.11) are reported as skipped.
 */
public class DecodedBodyTckTests extends FlowPublisherVerification<ByteBuffer> {

	private ExecutorService loop;

	private ExecutorService executor;

	public DecodedBodyTckTests() {
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
		Sender sender = new Sender(elements, this.loop, DecodedBodyTckTests::block);
		StreamedBody body = new StreamedBody(sender, this.executor, new StreamedBody.Owner() {
		});
		sender.start(body);
		DecodingLimits limits = new DecodingLimits(Long.MAX_VALUE, Integer.MAX_VALUE);
		return new DecodedBody(body, () -> ContentCodings.available().decoder(List.of("deflate"), limits),
				this.executor);
	}

	/** Content that nobody can read any more. */
	@Override
	public Flow.Publisher<ByteBuffer> createFailedFlowPublisher() {
		Flow.Publisher<ByteBuffer> body = createFlowPublisher(1);
		body.subscribe(new CancellingSubscriber());
		return body;
	}

	/** A stored block of one octet (RFC 1951 section 3.2.4); the last one says so. */
	private static ByteBuffer block(long left) {
		byte last = (byte) ((left == 0) ? 1 : 0);
		return ByteBuffer.wrap(new byte[] { last, 1, 0, (byte) 0xfe, (byte) 0xff, 'x' });
	}

}

package io.conpool.call;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;

import io.conpool.testing.Tck;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/**
 * The rules of Reactive Streams for the publisher of a request's content that is read by
 * blocking.
 */
public class InputStreamPublisherTckTests extends FlowPublisherVerification<ByteBuffer> {

	private ExecutorService executor;

	public InputStreamPublisherTckTests() {
		super(Tck.environment(), Tck.FORGETTING_MILLIS);
	}

	@BeforeClass
	public void startExecutor() {
		this.executor = Executors.newCachedThreadPool();
	}

	@AfterClass
	public void stopExecutor() {
		this.executor.shutdownNow();
	}

	@Override
	public Flow.Publisher<ByteBuffer> createFlowPublisher(long elements) {
		return new InputStreamPublisher(() -> new OneByteAtATime(elements), this.executor);
	}

	/**
	 * None, which skips the tests that need one: the stream is not opened before the
	 * subscriber asks for content, so there is no publisher that fails right after
	 * {@code onSubscribe}.
	 */
	@Override
	public Flow.Publisher<ByteBuffer> createFailedFlowPublisher() {
		return null;
	}

	/** A stream of which every reading takes one byte. */
	private static final class OneByteAtATime extends InputStream {

		private long left;

		OneByteAtATime(long length) {
			this.left = length;
		}

		@Override
		public int read() {
			if (this.left == 0) {
				return -1;
			}
			this.left--;
			return 1;
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			int next = read();
			if (next < 0) {
				return -1;
			}
			target[offset] = (byte) next;
			return 1;
		}

	}

}

package io.conpool.connection;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.error.H2Error;
import io.conpool.http.RequestBody;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A publisher accepts its subscriber while the stream ends: it is told, once.
 */
@JCStressTest
@State
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The subscription was cancelled.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The publisher waits for ever, or is told twice.")
public class StreamedContentStress {

	private final RequestBody.Streaming body = new RequestBody.Streaming((subscriber) -> {
	}, -1, false);

	private final StreamedContent content = new StreamedContent(new NoCarrier(), this.body, Runnable::run);

	private final AtomicInteger cancelled = new AtomicInteger();

	@Actor
	public void publisher() {
		this.content.onSubscribe(new Flow.Subscription() {
			@Override
			public void request(long n) {
			}

			@Override
			public void cancel() {
				StreamedContentStress.this.cancelled.incrementAndGet();
			}
		});
	}

	@Actor
	public void stream() {
		this.content.abandon();
	}

	@Arbiter
	public void after(I_Result result) {
		result.r1 = this.cancelled.get();
	}

	/** The stream plays no part in this. */
	private static final class NoCarrier implements ContentCarrier {

		@Override
		public void onLoop(Runnable task) {
		}

		@Override
		public boolean isEnded() {
			return false;
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

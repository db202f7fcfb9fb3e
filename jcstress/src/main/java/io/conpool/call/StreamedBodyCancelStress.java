package io.conpool.call;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

import io.conpool.error.H2Error;
import io.conpool.http.ContentSource;
import io.conpool.http.HttpHeaders;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/**
 * A reader cancels while the last buffer and the end arrive: the trailers are settled
 * whoever wins.
 */
@JCStressTest
@State
@Outcome(id = { "0, true", "1, true" }, expect = Expect.ACCEPTABLE, desc = "It was cancelled before or after the end.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It ended twice, or the trailers never come.")
public class StreamedBodyCancelStress implements ContentSource, Flow.Subscriber<ByteBuffer> {

	private final StreamedBody body = new StreamedBody(this, Runnable::run, new StreamedBody.Owner() {
	});

	private Flow.Subscription subscription;

	private int ends;

	public StreamedBodyCancelStress() {
		this.body.subscribe(this);
	}

	@Actor
	public void reader() {
		this.subscription.cancel();
	}

	@Actor
	public void loop() {
		this.body.onContent(1, ByteBuffer.allocate(1)::get);
		this.body.onEnd(HttpHeaders.empty());
	}

	@Arbiter
	public void after(IZ_Result result) {
		result.r1 = this.ends;
		result.r2 = this.body.trailers().isDone();
	}

	@Override
	public void onSubscribe(Flow.Subscription granted) {
		this.subscription = granted;
		granted.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(ByteBuffer item) {
	}

	@Override
	public void onError(Throwable thrown) {
		this.ends++;
	}

	@Override
	public void onComplete() {
		this.ends++;
	}

	@Override
	public void consumed(int bytes) {
	}

	@Override
	public void cancel(H2Error reason) {
	}

}

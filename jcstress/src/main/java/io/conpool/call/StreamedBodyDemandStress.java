package io.conpool.call;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.error.H2Error;
import io.conpool.http.ContentSource;
import io.conpool.http.HttpHeaders;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * A subscriber that asks for one buffer at a time gets two, and the end.
 */
public class StreamedBodyDemandStress implements ContentSource, Flow.Subscriber<ByteBuffer> {

	private final StreamedBody body = new StreamedBody(this, Runnable::run, new StreamedBody.Owner() {
	});

	private final AtomicInteger consumed = new AtomicInteger();

	private final AtomicInteger inside = new AtomicInteger();

	private final AtomicInteger nested = new AtomicInteger();

	private Flow.Subscription subscription;

	private int buffers;

	private int ends;

	public StreamedBodyDemandStress() {
		this.body.subscribe(this);
	}

	void deliver() {
		this.body.onContent(1, ByteBuffer.allocate(1)::get);
		this.body.onContent(2, ByteBuffer.allocate(2)::get);
		this.body.onEnd(HttpHeaders.empty());
	}

	void ask() {
		this.subscription.request(1);
	}

	void look(IIII_Result result) {
		result.r1 = this.buffers;
		result.r2 = this.ends;
		result.r3 = this.consumed.get();
		result.r4 = this.nested.get();
	}

	@Override
	public void onSubscribe(Flow.Subscription granted) {
		this.subscription = granted;
	}

	@Override
	public void onNext(ByteBuffer item) {
		enter();
		this.buffers++;
		this.inside.decrementAndGet();
	}

	@Override
	public void onError(Throwable thrown) {
		this.ends += 100;
	}

	@Override
	public void onComplete() {
		enter();
		this.ends++;
		this.inside.decrementAndGet();
	}

	private void enter() {
		if (this.inside.getAndIncrement() != 0) {
			this.nested.incrementAndGet();
		}
	}

	@Override
	public void consumed(int bytes) {
		this.consumed.addAndGet(bytes);
	}

	@Override
	public void cancel(H2Error reason) {
	}

	/** The reader asks while the loop delivers. */
	@JCStressTest
	@State
	@Outcome(id = "2, 1, 3, 0", expect = Expect.ACCEPTABLE, desc = "All was delivered, one signal at a time.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "A signal was lost, doubled or given by two threads at once.")
	public static class AskedWhileItArrives extends StreamedBodyDemandStress {

		@Actor
		public void reader() {
			ask();
			ask();
		}

		@Actor
		public void loop() {
			deliver();
		}

		@Arbiter
		public void after(IIII_Result result) {
			look(result);
		}

	}

	/** Two threads ask; all is there already. */
	@JCStressTest
	@State
	@Outcome(id = "2, 1, 3, 0", expect = Expect.ACCEPTABLE, desc = "All was delivered, one signal at a time.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "A signal was lost, doubled or given by two threads at once.")
	public static class AskedTwiceAtOnce extends StreamedBodyDemandStress {

		public AskedTwiceAtOnce() {
			deliver();
		}

		@Actor
		public void one() {
			ask();
		}

		@Actor
		public void another() {
			ask();
		}

		@Arbiter
		public void after(IIII_Result result) {
			look(result);
		}

	}

}

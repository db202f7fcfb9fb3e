package io.conpool.call;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZ_Result;

/**
 * Pieces are added to a buffer while it is taken: nothing is lost, nothing comes twice,
 * and the order is kept.
 */
@JCStressTest
@State
@Outcome(id = "cdef, true", expect = Expect.ACCEPTABLE, desc = "All was taken, in order.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A piece was lost, doubled or overtaken.")
public class ReceivedContentStress {

	private final ReceivedContent content = new ReceivedContent();

	// The reader's, then the arbiter's.
	private final StringBuilder taken = new StringBuilder();

	/** Leaves a buffer that has room for one more piece. */
	public ReceivedContentStress() {
		add('a');
		add('b');
		add('c');
		this.content.poll();
		this.content.poll();
	}

	@Actor
	public void loop() {
		add('d');
		add('e');
		add('f');
	}

	@Actor
	public void reader() {
		take();
		take();
		take();
	}

	@Arbiter
	public void after(LZ_Result result) {
		for (int i = 0; i < 4; i++) {
			take();
		}
		result.r1 = this.taken.toString();
		result.r2 = this.content.isEmpty();
	}

	private void add(char piece) {
		this.content.add(1, ByteBuffer.wrap(new byte[] { (byte) piece })::get);
	}

	private void take() {
		ByteBuffer next = this.content.poll();
		if (next != null) {
			this.taken.append(StandardCharsets.US_ASCII.decode(next));
		}
	}

}

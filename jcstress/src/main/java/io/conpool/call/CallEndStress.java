package io.conpool.call;

import java.util.concurrent.CompletableFuture;

import io.conpool.jcstress.SmallPool;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A call whose request was sent comes to its end.
 */
public class CallEndStress {

	final OneExchange connection = new OneExchange();

	final Started call = new Started(new SmallPool<>(CompletableFuture.completedFuture(this.connection)));

	/** The response comes while it is cancelled. */
	@JCStressTest
	@State
	@Outcome(id = { "response 0 0", "cancelled 0 0" }, expect = Expect.ACCEPTABLE,
			desc = "It ended in one way, and the lease is back.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "It did not end, or the lease is lost.")
	public static class ResponseAndCancel extends CallEndStress {

		@Actor
		public void respond() {
			this.connection.respond();
		}

		@Actor
		public void cancel() {
			this.call.cancel();
		}

		@Arbiter
		public void after(L_Result result) {
			result.r1 = this.call.end();
		}

	}

	/** The response comes at the deadline. */
	@JCStressTest
	@State
	@Outcome(id = { "response 0 0", "timeout 0 0" }, expect = Expect.ACCEPTABLE,
			desc = "It ended in one way, and the lease is back.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "It did not end, or the lease is lost.")
	public static class ResponseAndDeadline extends CallEndStress {

		@Actor
		public void respond() {
			this.connection.respond();
		}

		@Actor
		public void passDeadline() {
			this.call.passDeadline();
		}

		@Arbiter
		public void after(L_Result result) {
			result.r1 = this.call.end();
		}

	}

	/** It is cancelled at the deadline. */
	@JCStressTest
	@State
	@Outcome(id = { "cancelled 0 0", "timeout 0 0" }, expect = Expect.ACCEPTABLE,
			desc = "It ended in one way, and the lease is back.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "It did not end, or the lease is lost.")
	public static class CancelAndDeadline extends CallEndStress {

		@Actor
		public void cancel() {
			this.call.cancel();
		}

		@Actor
		public void passDeadline() {
			this.call.passDeadline();
		}

		@Arbiter
		public void after(L_Result result) {
			result.r1 = this.call.end();
		}

	}

}

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
 * A call gets its connection, on which nobody would answer it, while it comes to its end.
 */
public class CallBeginStress {

	final CompletableFuture<OneExchange> dial = new CompletableFuture<>();

	final Started call = new Started(new SmallPool<>(this.dial));

	/** It is cancelled. */
	@JCStressTest
	@State
	@Outcome(id = { "cancelled 0 0" }, expect = Expect.ACCEPTABLE, desc = "It ended in one way, and the lease is back.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "It did not end, or the lease is lost.")
	public static class ConnectedAndCancelled extends CallBeginStress {

		@Actor
		public void connect() {
			this.dial.complete(new OneExchange());
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

	/** Its deadline passes. */
	@JCStressTest
	@State
	@Outcome(id = { "timeout 0 0" }, expect = Expect.ACCEPTABLE, desc = "It ended in one way, and the lease is back.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "It did not end, or the lease is lost.")
	public static class ConnectedAtTheDeadline extends CallBeginStress {

		@Actor
		public void connect() {
			this.dial.complete(new OneExchange());
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

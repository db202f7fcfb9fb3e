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
 * The response, a cancellation and the deadline come at the same time.
 */
@JCStressTest
@State
@Outcome(id = { "response 0 0", "cancelled 0 0", "timeout 0 0" }, expect = Expect.ACCEPTABLE,
		desc = "It ended in one of them, and the lease is back.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It did not end, or the lease is lost.")
public class CallEndStress {

	private final OneExchange connection = new OneExchange();

	private final Started call = new Started(new SmallPool<>(CompletableFuture.completedFuture(this.connection)));

	@Actor
	public void respond() {
		this.connection.respond();
	}

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

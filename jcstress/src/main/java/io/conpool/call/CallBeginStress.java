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
 * The connection comes, and with it the call's turn, while it is cancelled and its
 * deadline passes: nobody would answer it.
 */
@JCStressTest
@State
@Outcome(id = { "cancelled 0 0", "timeout 0 0" }, expect = Expect.ACCEPTABLE,
		desc = "It ended, and whatever lease it was given is back.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It did not end, or the lease is lost.")
public class CallBeginStress {

	private final CompletableFuture<OneExchange> dial = new CompletableFuture<>();

	private final Started call = new Started(new SmallPool<>(this.dial));

	@Actor
	public void connect() {
		this.dial.complete(new OneExchange());
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

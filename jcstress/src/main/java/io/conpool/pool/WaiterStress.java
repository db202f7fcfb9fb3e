package io.conpool.pool;

import java.util.concurrent.CompletableFuture;

import io.conpool.jcstress.SmallPool;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LII_Result;

/**
 * Somebody waits for the only lease.
 */
public class WaiterStress {

	final SmallPool<String> pool = new SmallPool<>(CompletableFuture.completedFuture("connection"));

	final Lease<String> lease = this.pool.acquire().join();

	final CompletableFuture<Lease<String>> waiter = this.pool.acquire();

	void look(LII_Result result) {
		result.r1 = !this.waiter.isDone() ? "nothing" : this.waiter.isCancelled() ? "cancelled"
				: this.waiter.isCompletedExceptionally() ? "timed out" : "lease";
		result.r2 = this.pool.leased();
		result.r3 = this.pool.waiters();
	}

	/** It is served while it leaves. */
	@JCStressTest
	@State
	@Outcome(id = "lease, 1, 0", expect = Expect.ACCEPTABLE, desc = "It has the lease.")
	@Outcome(id = "cancelled, 0, 0", expect = Expect.ACCEPTABLE, desc = "It left the queue, and no lease is lost.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "A lease is lost, or a waiter is left.")
	public static class ServedAndCancelled extends WaiterStress {

		@Actor
		public void serve() {
			this.lease.release();
		}

		@Actor
		public void cancel() {
			this.waiter.cancel(false);
		}

		@Arbiter
		public void after(LII_Result result) {
			look(result);
		}

	}

	/** It is served while its time is over. */
	@JCStressTest
	@State
	@Outcome(id = "lease, 1, 0", expect = Expect.ACCEPTABLE, desc = "It has the lease.")
	@Outcome(id = "timed out, 0, 0", expect = Expect.ACCEPTABLE, desc = "It was sent away, and no lease is lost.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "A lease is lost, or a waiter is left.")
	public static class ServedAndTimedOut extends WaiterStress {

		@Actor
		public void serve() {
			this.lease.release();
		}

		@Actor
		public void timeOut() {
			this.pool.timeOutWaiters();
		}

		@Arbiter
		public void after(LII_Result result) {
			look(result);
		}

	}

}

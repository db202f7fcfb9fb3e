package io.conpool.pool;

import java.util.concurrent.CompletableFuture;

import io.conpool.jcstress.SmallPool;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;

/**
 * One thread releases the only lease while another asks for it: no wake-up is lost.
 */
@JCStressTest
@State
@Outcome(id = "true, 1, 0", expect = Expect.ACCEPTABLE, desc = "It was handed over.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The one waits though there is room, or there are two leases.")
public class LeaseHandoverStress {

	private final SmallPool<String> pool = new SmallPool<>(CompletableFuture.completedFuture("connection"));

	private final Lease<String> lease = this.pool.acquire().join();

	private CompletableFuture<Lease<String>> waiter;

	@Actor
	public void release() {
		this.lease.release();
	}

	@Actor
	public void acquire() {
		this.waiter = this.pool.acquire();
	}

	@Arbiter
	public void after(ZII_Result result) {
		result.r1 = this.waiter.isDone();
		result.r2 = this.pool.leased();
		result.r3 = this.pool.waiters();
	}

}

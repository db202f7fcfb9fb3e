package io.conpool.pool;

import java.util.concurrent.CompletableFuture;

import io.conpool.jcstress.SmallPool;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two threads release the same lease.
 */
@JCStressTest
@State
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Released once, and no lease is out.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Released twice or not at all.")
public class LeaseReleaseStress {

	private final SmallPool<String> pool = new SmallPool<>(CompletableFuture.completedFuture("connection"));

	private final Lease<String> lease = this.pool.acquire().join();

	@Actor
	public void one() {
		this.lease.release();
	}

	@Actor
	public void another() {
		this.lease.release();
	}

	@Arbiter
	public void after(II_Result result) {
		result.r1 = this.pool.released();
		result.r2 = this.pool.leased();
	}

}

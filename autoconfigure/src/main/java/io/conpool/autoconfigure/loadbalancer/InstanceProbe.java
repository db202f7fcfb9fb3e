package io.conpool.autoconfigure.loadbalancer;

import io.conpool.endpoint.Endpoint;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolStats;

/**
 * What the client's pool knows about whether instances can be reached, and the way to
 * find out again. The pool keeps the pauses between attempts. Immutable.
 *
 * @param pool the client's connections
 */
record InstanceProbe(Conpool<?> pool) {

	/** Whether the newest dial failed and nothing serves. */
	boolean isUnreachable(Endpoint endpoint) {
		PoolStats stats = this.pool.stats(endpoint);
		return stats != null && isUnreachable(stats);
	}

	private static boolean isUnreachable(PoolStats stats) {
		return stats.lastConnectFailed() && stats.serving() == 0;
	}

	/** Has a connection made, unless somebody waits for one, or it is too early. */
	void begin(Endpoint endpoint) {
		PoolStats stats = this.pool.stats(endpoint);
		if (stats != null && isUnreachable(stats) && stats.waiters() == 0 && stats.connecting() == 0
				&& stats.backOff().isZero()) {
			acquireAndRelease(this.pool, endpoint);
		}
	}

	private static <S> void acquireAndRelease(Conpool<S> pool, Endpoint endpoint) {
		pool.acquire(endpoint).whenComplete((lease, refused) -> {
			if (lease != null) {
				lease.release();
			}
		});
	}

}

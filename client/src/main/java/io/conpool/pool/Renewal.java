package io.conpool.pool;

/**
 * Replaces connections that have served for long enough: a successor is dialled first,
 * and only when it stands the old one drains. Without a successor the old one goes on for
 * a bounded time; where the others suffice, or nobody uses the endpoint, it drains at
 * once. Guarded by the lock of its {@link EndpointPool}.
 */
final class Renewal<S> {

	private final PoolContext<S> context;

	private final PoolConfig config;

	private final Connections<S> connections;

	private final Usage usage;

	Renewal(PoolContext<S> context, Connections<S> connections, Usage usage) {
		this.context = context;
		this.config = context.config();
		this.connections = connections;
		this.usage = usage;
	}

	/**
	 * Begins to replace a connection, also one that is still being made. Without effect
	 * on one that drains or is being replaced.
	 */
	void begin(PooledConnection<S> connection, CloseReason reason, String why) {
		if (connection.evicted != null || connection.isRetiring()) {
			return;
		}
		long now = this.context.now();
		connection.retires(reason, why, now);
		if (connection.isServing()) {
			this.connections.retires();
			evictIfDispensable(connection, now);
		}
	}

	/** A lease more is out; the last tenth of the uses is for finding a successor. */
	void lent(PooledConnection<S> connection) {
		long most = this.config.maxUses();
		if (connection.uses >= most) {
			this.connections.evict(connection, CloseReason.MAX_USES);
		}
		else if (connection.uses == most - most / 10) {
			begin(connection, CloseReason.MAX_USES, "uses");
		}
	}

	/** A connection was made: one that it can take the place of drains. */
	void succeededBy(PooledConnection<S> successor) {
		if (successor.isServing() && this.connections.capacity(successor) > 0) {
			PooledConnection<S> oldest = this.connections.firstRetiring();
			if (oldest != null && oldest != successor) {
				this.connections.evict(oldest);
			}
		}
	}

	/** Looks after idle time, lifetime, and those that found no successor. */
	void round(long nowNanos) {
		for (PooledConnection<S> connection : this.connections.serving()) {
			if (connection.isRetiring()) {
				if (connection.retiringFor(nowNanos) >= this.config.renewalTimeout().toNanos()) {
					this.connections.evict(connection);
				}
				else {
					evictIfDispensable(connection, nowNanos);
				}
			}
			else if (connection.isIdle(nowNanos, this.config)
					&& this.connections.standingCount() > this.usage.minimum()) {
				this.connections.evict(connection, CloseReason.IDLE);
			}
			else if (connection.isExpired(nowNanos)) {
				begin(connection, CloseReason.LIFETIME, "lifetime");
			}
		}
	}

	private void evictIfDispensable(PooledConnection<S> connection, long nowNanos) {
		boolean quiet = this.usage.isQuiet(nowNanos);
		boolean enough = this.connections.standingCount() >= this.usage.minimum();
		if (enough && (quiet || this.connections.standingCapacity() > this.connections.leasesOut())) {
			this.connections.evict(connection);
		}
	}

}

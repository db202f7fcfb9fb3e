package io.conpool.pool;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import org.jspecify.annotations.Nullable;

/**
 * Pairs those who wait with connections that have room, and refuses whom it cannot serve.
 * Guarded by the lock of its {@link EndpointPool}.
 */
final class Matching<S> {

	private final Endpoint endpoint;

	private final PoolConfig config;

	private final PoolCounters counters;

	private final Waiters<S> waiters;

	private final Connections<S> connections;

	private final Renewal<S> renewal;

	private final Dials dials;

	private final Demand<S> demand;

	Matching(Endpoint endpoint, PoolConfig config, PoolCounters counters, Waiters<S> waiters,
			Connections<S> connections, Renewal<S> renewal, Dials dials, Demand<S> demand) {
		this.endpoint = endpoint;
		this.config = config;
		this.counters = counters;
		this.waiters = waiters;
		this.connections = connections;
		this.renewal = renewal;
		this.dials = dials;
		this.demand = demand;
	}

	/** A lease for somebody who comes now, or null if the others or there is no room. */
	@Nullable Lease<S> leaseAtOnce(@Nullable S avoid) {
		PooledConnection<S> connection = this.waiters.isEmpty() ? withRoom(avoid, false) : null;
		return (connection != null) ? lend(connection) : null;
	}

	/** Puts somebody into the queue, or says why not. */
	@Nullable H2Error queue(Waiter<S> waiter) {
		if (this.waiters.size() >= this.config.maxWaiters()) {
			return new H2Error.PoolLimitReached(this.endpoint, this.config.maxWaiters());
		}
		H2Error hopeless = this.demand.refusal(waiter, this.counters.lastError());
		if (hopeless == null) {
			this.waiters.add(waiter);
		}
		return hopeless;
	}

	/**
	 * Serves first come first, and dials for those that are left and for what is to be
	 * kept up or replaced. Who could only be served by a connection that is suspect waits
	 * for a dial as long as nothing bad is known of it.
	 */
	void settle() {
		serve(false);
		this.demand.dial();
		if (!this.waiters.isEmpty()) {
			if (!this.dials.isPromising()) {
				serve(true);
			}
			this.demand.refuseStranded(this.counters.lastError());
		}
	}

	private void serve(boolean suspects) {
		while (!this.waiters.isEmpty()) {
			PooledConnection<S> connection = withRoom(null, suspects);
			if (connection == null) {
				return;
			}
			this.waiters.serveFirst(lend(connection));
		}
	}

	private @Nullable PooledConnection<S> withRoom(@Nullable S avoid, boolean suspects) {
		this.connections.evictUnhealthy();
		return this.connections.withRoom(avoid, suspects);
	}

	private Lease<S> lend(PooledConnection<S> connection) {
		connection.inUse++;
		boolean reuse = ++connection.uses > 1;
		if (reuse) {
			this.counters.reused();
		}
		this.renewal.lent(connection);
		return new Lease<>(connection, reuse);
	}

}

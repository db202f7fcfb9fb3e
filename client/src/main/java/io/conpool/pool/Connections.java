package io.conpool.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.conpool.error.ForeignFault;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one endpoint: those that serve, in the order of their making, and
 * those that drain. Guarded by the lock of its {@link EndpointPool}.
 */
final class Connections<S> {

	private final EndpointPool<S> pool;

	private final PoolContext<S> context;

	private final Effects effects;

	private final PoolCounters counters;

	private final List<PooledConnection<S>> serving = new ArrayList<>();

	private final Set<PooledConnection<S>> draining = new LinkedHashSet<>();

	private final Choice<S> choice;

	// How many of those that serve are to be replaced.
	private int retiring;

	Connections(EndpointPool<S> pool, PoolContext<S> context, Effects effects, PoolCounters counters) {
		this.pool = pool;
		this.context = context;
		this.effects = effects;
		this.counters = counters;
		this.choice = new Choice<>(context);
	}

	void add(PooledConnection<S> connection) {
		this.serving.add(connection);
		this.retiring += connection.isRetiring() ? 1 : 0;
	}

	/**
	 * From now on the connection is not lent; it is closed when it is free, or when the
	 * time to drain is over. Without effect on one that does not serve.
	 */
	void evict(PooledConnection<S> connection, CloseReason reason) {
		if (!removeServing(connection)) {
			return;
		}
		connection.evicted = reason;
		this.draining.add(connection);
		if (connection.inUse == 0) {
			close(connection);
		}
		else {
			Runnable drainOver = () -> this.pool.drainOver(connection);
			this.effects.add(() -> connection.drainTimer = this.context.scheduler()
				.schedule(drainOver, this.context.config().drainTimeout()));
		}
	}

	/** The same for one that is to be replaced, for the reason that it has. */
	void evict(PooledConnection<S> connection) {
		evict(connection, Objects.requireNonNull(connection.retiring()));
	}

	private boolean removeServing(PooledConnection<S> connection) {
		boolean removed = this.serving.remove(connection);
		if (removed && connection.isRetiring()) {
			this.retiring--;
		}
		return removed;
	}

	void evictUnhealthy() {
		for (int i = this.serving.size() - 1; i >= 0; i--) {
			if (!this.context.handler().isHealthy(this.serving.get(i).state())) {
				evict(this.serving.get(i), CloseReason.UNHEALTHY);
			}
		}
	}

	void closeIfDrained(PooledConnection<S> connection) {
		if (connection.evicted != null) {
			close(connection);
		}
	}

	void close(PooledConnection<S> connection) {
		if (!connection.closing && !connection.gone) {
			connection.closing = true;
			this.effects.add(() -> callClose(connection));
		}
	}

	private void callClose(PooledConnection<S> connection) {
		connection.cancelDrainTimer();
		try {
			this.context.handler().close(connection.state()).whenComplete((done, thrown) -> this.pool.gone(connection));
		}
		catch (RuntimeException | Error ex) {
			this.pool.gone(connection);
			ForeignFault.report(ex);
		}
	}

	/** The connection is closed, by whomever. */
	void gone(PooledConnection<S> connection) {
		connection.gone = true;
		this.effects.add(connection::cancelDrainTimer);
		if (removeServing(connection) || this.draining.remove(connection)) {
			tellClosed(connection);
		}
	}

	/**
	 * Counts and tells the end of a connection, also of one that was closed before the
	 * pool had it.
	 */
	void tellClosed(PooledConnection<S> connection) {
		CloseReason reason = (connection.evicted != null) ? connection.evicted : CloseReason.PEER_CLOSED;
		Duration age = connection.age(this.context.now());
		this.counters.closed(reason);
		this.effects.add(() -> this.context.listener().onConnectionClosed(this.pool.endpoint(), reason, age));
	}

	int servingCount() {
		return this.serving.size();
	}

	/** One more of those that serve is to be replaced. */
	void retires() {
		this.retiring++;
	}

	int retiringCount() {
		return this.retiring;
	}

	@Nullable PooledConnection<S> firstRetiring() {
		if (this.retiring > 0) {
			for (PooledConnection<S> connection : this.serving) {
				if (connection.isRetiring()) {
					return connection;
				}
			}
		}
		return null;
	}

	/** How many serve and are not to be replaced. */
	int standingCount() {
		return this.serving.size() - this.retiring;
	}

	/** How many leases can be relied upon when all that is to be replaced has gone. */
	long standingCapacity() {
		long capacity = 0;
		for (PooledConnection<S> connection : this.serving) {
			boolean reliable = !connection.isRetiring() && !this.context.handler().isSuspect(connection.state());
			capacity += reliable ? capacity(connection) : 0;
		}
		return capacity;
	}

	long leasesOut() {
		long open = 0;
		for (PooledConnection<S> connection : this.serving) {
			open += connection.inUse;
		}
		for (PooledConnection<S> connection : this.draining) {
			open += connection.inUse;
		}
		return open;
	}

	boolean isEmpty() {
		return this.serving.isEmpty() && this.draining.isEmpty();
	}

	/** The one of this state, if it serves. */
	@Nullable PooledConnection<S> serving(S state) {
		for (PooledConnection<S> connection : this.serving) {
			if (connection.state() == state) {
				return connection;
			}
		}
		return null;
	}

	/** A copy, so that the caller may drain what it sees. */
	List<PooledConnection<S>> serving() {
		return List.copyOf(this.serving);
	}

	/**
	 * One that is to be lent next.
	 * @param avoid the state of one that is taken only if there is no other, or null
	 * @param suspects whether one that is suspect may be taken
	 */
	@Nullable PooledConnection<S> withRoom(@Nullable S avoid, boolean suspects) {
		return this.choice.among(this.serving, avoid, suspects);
	}

	int capacity(PooledConnection<S> connection) {
		return this.context.handler().accessMode(connection.state()).capacity();
	}

	PoolStats stats(Dials dials, int waiters) {
		int active = 0;
		int suspect = 0;
		long capacity = 0;
		for (PooledConnection<S> connection : this.serving) {
			active += (connection.inUse > 0) ? 1 : 0;
			suspect += this.context.handler().isSuspect(connection.state()) ? 1 : 0;
			capacity += capacity(connection);
		}
		return this.counters.with(active, this.serving.size() - active, this.draining.size(), suspect, this.retiring,
				dials, dials.backOff(this.context.now()), leasesOut(), capacity, waiters);
	}

	List<ConnectionView<S>> views(Dials dials, long nowNanos) {
		List<ConnectionView<S>> views = new ArrayList<>();
		this.serving.forEach((connection) -> views.add(view(connection, dials, nowNanos)));
		this.draining.forEach((connection) -> views.add(view(connection, dials, nowNanos)));
		return views;
	}

	private ConnectionView<S> view(PooledConnection<S> connection, Dials dials, long nowNanos) {
		return new ConnectionView<>(connection.state(), this.context.handler().remoteAddress(connection.state()),
				availability(connection), connection.leaving(), connection.inUse, capacity(connection), connection.uses,
				connection.hasServed() || !dials.areBarren(), connection.age(nowNanos));
	}

	private Availability availability(PooledConnection<S> connection) {
		if (connection.evicted != null) {
			return Availability.DRAINING;
		}
		if (connection.isRetiring()) {
			return Availability.RETIRING;
		}
		return this.context.handler().isSuspect(connection.state()) ? Availability.SUSPECT : Availability.SERVING;
	}

}

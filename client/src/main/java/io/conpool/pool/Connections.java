package io.conpool.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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

	Connections(EndpointPool<S> pool, PoolContext<S> context, Effects effects, PoolCounters counters) {
		this.pool = pool;
		this.context = context;
		this.effects = effects;
		this.counters = counters;
	}

	void add(PooledConnection<S> connection) {
		this.serving.add(connection);
	}

	/**
	 * From now on the connection is not lent; it is closed when it is free, or when the
	 * time to drain is over. Without effect on one that does not serve.
	 */
	void evict(PooledConnection<S> connection, CloseReason reason) {
		if (!this.serving.remove(connection)) {
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
		if (this.serving.remove(connection) || this.draining.remove(connection)) {
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

	boolean isEmpty() {
		return this.serving.isEmpty() && this.draining.isEmpty();
	}

	/** A copy, so that the caller may drain what it sees. */
	List<PooledConnection<S>> serving() {
		return List.copyOf(this.serving);
	}

	/**
	 * The oldest with room, so that few connections are used while few are needed; the
	 * one to avoid only if there is no other.
	 */
	@Nullable PooledConnection<S> firstWithRoom(@Nullable S avoid) {
		PooledConnection<S> avoided = null;
		for (int i = 0; i < this.serving.size(); i++) {
			PooledConnection<S> connection = this.serving.get(i);
			if (connection.inUse < capacity(connection)) {
				if (connection.state() != avoid) {
					return connection;
				}
				avoided = connection;
			}
		}
		return avoided;
	}

	int capacity(PooledConnection<S> connection) {
		return this.context.handler().accessMode(connection.state()).capacity();
	}

	PoolStats stats(Dials dials, int waiters) {
		int active = 0;
		long open = 0;
		long capacity = 0;
		for (PooledConnection<S> connection : this.serving) {
			active += (connection.inUse > 0) ? 1 : 0;
			open += connection.inUse;
			capacity += capacity(connection);
		}
		for (PooledConnection<S> connection : this.draining) {
			open += connection.inUse;
		}
		return this.counters.with(active, this.serving.size() - active, this.draining.size(), dials, open, capacity,
				waiters);
	}

	List<ConnectionView<S>> views(long nowNanos) {
		List<ConnectionView<S>> views = new ArrayList<>();
		this.serving.forEach((connection) -> views.add(view(connection, nowNanos)));
		this.draining.forEach((connection) -> views.add(view(connection, nowNanos)));
		return views;
	}

	private ConnectionView<S> view(PooledConnection<S> connection, long nowNanos) {
		return new ConnectionView<>(connection.state(), connection.evicted != null, connection.inUse,
				capacity(connection), connection.uses, connection.age(nowNanos));
	}

}

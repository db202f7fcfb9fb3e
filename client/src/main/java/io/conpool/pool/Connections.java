package io.conpool.pool;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The connections of one endpoint: those that serve, in the order of their making, and
 * those that drain. Guarded by the lock of its {@link EndpointPool}.
 */
final class Connections<S> {

	private final ProtocolHandler<S> handler;

	private final List<PooledConnection<S>> serving = new ArrayList<>();

	private final Set<PooledConnection<S>> draining = new LinkedHashSet<>();

	Connections(ProtocolHandler<S> handler) {
		this.handler = handler;
	}

	void add(PooledConnection<S> connection) {
		this.serving.add(connection);
	}

	boolean remove(PooledConnection<S> connection) {
		return this.serving.remove(connection) || this.draining.remove(connection);
	}

	/** From now on the connection is not lent; false if that was so already. */
	boolean drain(PooledConnection<S> connection, CloseReason reason) {
		if (!this.serving.remove(connection)) {
			return false;
		}
		connection.evicted = reason;
		this.draining.add(connection);
		return true;
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

	@Nullable PooledConnection<S> firstUnhealthy() {
		for (int i = 0; i < this.serving.size(); i++) {
			if (!this.handler.isHealthy(this.serving.get(i).state())) {
				return this.serving.get(i);
			}
		}
		return null;
	}

	/** The oldest with room, so that few connections are used while few are needed. */
	@Nullable PooledConnection<S> firstWithRoom() {
		for (int i = 0; i < this.serving.size(); i++) {
			PooledConnection<S> connection = this.serving.get(i);
			if (connection.inUse < capacity(connection)) {
				return connection;
			}
		}
		return null;
	}

	int capacity(PooledConnection<S> connection) {
		return this.handler.accessMode(connection.state()).capacity();
	}

	PoolStats stats(PoolCounters counters, int connecting, int waiters) {
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
		return counters.with(active, this.serving.size() - active, this.draining.size(), connecting, open, capacity,
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

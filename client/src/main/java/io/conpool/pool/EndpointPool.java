package io.conpool.pool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.ForeignFault;
import io.conpool.error.H2Error;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one endpoint and those who wait for them. Every change ends in
 * {@link #settleLocked}, which pairs waiters with connections that have room and dials
 * for the rest; what that leads to is done after the lock is left. No foreign code runs
 * under the lock but the handler's two snapshots. Guarded by {@code lock}.
 */
final class EndpointPool<S> {

	private final Endpoint endpoint;

	private final PoolContext<S> context;

	private final Effects effects = new Effects();

	private final ReentrantLock lock = new ReentrantLock();

	// Guarded by lock.
	private final PoolCounters counters = new PoolCounters();

	private final Connections<S> connections;

	private final Waiters<S> waiters;

	private final Dials dials;

	private long lastUsedNanos;

	private @Nullable CompletableFuture<Void> closing;

	private boolean forgotten;

	EndpointPool(Endpoint endpoint, PoolContext<S> context) {
		this.endpoint = endpoint;
		this.context = context;
		this.connections = new Connections<>(this, context, this.effects, this.counters);
		this.waiters = new Waiters<>(endpoint, context, this.effects);
		this.lastUsedNanos = context.now();
		this.dials = new Dials(context.config(), context.handler().assumedAccessMode(endpoint).capacity(),
				this.lastUsedNanos);
	}

	Endpoint endpoint() {
		return this.endpoint;
	}

	/**
	 * A lease or a place in the queue; null if this pool is forgotten and a new one is to
	 * be asked.
	 */
	@Nullable Waiter<S> acquire(@Nullable S avoid) {
		long now = this.context.now();
		Waiter<S> waiter = new Waiter<>(this, now);
		Lease<S> lease = null;
		H2Error refusal = null;
		this.lock.lock();
		try {
			if (this.forgotten) {
				return null;
			}
			this.lastUsedNanos = now;
			PooledConnection<S> connection = this.waiters.isEmpty() ? withRoomLocked(avoid) : null;
			if (this.closing != null) {
				refusal = new H2Error.ClientClosed();
			}
			else if (connection != null) {
				lease = lendLocked(connection);
			}
			else if (this.waiters.isFull()) {
				refusal = new H2Error.PoolLimitReached(this.endpoint, this.context.config().maxWaiters());
			}
			else {
				this.waiters.add(waiter);
				settleLocked();
			}
		}
		finally {
			this.lock.unlock();
		}
		this.effects.run();
		if (lease != null) {
			this.waiters.hand(waiter, lease, Duration.ZERO);
		}
		else if (refusal != null) {
			this.waiters.refuse(waiter, refusal);
		}
		else if (!waiter.isDone()) {
			Duration limit = this.context.config().acquireTimeout();
			waiter.queued(this.context.scheduler().schedule(() -> timedOut(waiter, limit), limit));
		}
		return waiter;
	}

	// Decisions

	/**
	 * Pairs waiters with room, first come first served, and dials for those that are
	 * left.
	 */
	private void settleLocked() {
		while (!this.waiters.isEmpty()) {
			PooledConnection<S> connection = withRoomLocked(null);
			if (connection == null) {
				dialLocked();
				break;
			}
			this.waiters.serveFirst(lendLocked(connection));
		}
		CompletableFuture<Void> closed = this.closing;
		if (closed != null && this.connections.isEmpty()) {
			this.effects.add(() -> closed.complete(null));
		}
	}

	private void dialLocked() {
		while (this.dials.isWanted(this.waiters.size(), this.connections.servingCount(), this.context.now())) {
			this.dials.begun();
			this.effects.add(this.context.dial(this)::attempt);
		}
	}

	private void pauseDialsLocked() {
		Duration pause = this.dials.pause(this.context.now());
		this.effects.add(() -> this.context.scheduler().schedule(this::settle, pause));
	}

	private @Nullable PooledConnection<S> withRoomLocked(@Nullable S avoid) {
		this.connections.evictUnhealthy();
		return this.connections.firstWithRoom(avoid);
	}

	private Lease<S> lendLocked(PooledConnection<S> connection) {
		connection.inUse++;
		boolean reuse = ++connection.uses > 1;
		if (reuse) {
			this.counters.reused();
		}
		if (connection.uses >= this.context.config().maxUses()) {
			this.connections.evict(connection, CloseReason.MAX_USES);
		}
		return new Lease<>(connection, reuse);
	}

	/** Changes the state under the lock, settles, and does what that led to. */
	private void update(Runnable change) {
		this.lock.lock();
		try {
			change.run();
			settleLocked();
		}
		finally {
			this.lock.unlock();
		}
		this.effects.run();
	}

	// What waiters do

	private void timedOut(Waiter<S> waiter, Duration limit) {
		update(() -> {
			if (this.waiters.remove(waiter)) {
				H2Error error = new H2Error.AcquireTimeout(this.endpoint, limit, statsLocked().summary());
				this.effects.add(() -> this.waiters.refuse(waiter, error));
			}
		});
	}

	void withdraw(Waiter<S> waiter) {
		update(() -> this.waiters.remove(waiter));
	}

	// What connections and their leases do

	void release(PooledConnection<S> connection) {
		try {
			this.context.handler().onRelease(connection.state());
		}
		catch (RuntimeException | Error ex) {
			ForeignFault.report(ex);
		}
		update(() -> {
			if (--connection.inUse == 0) {
				connection.idleSinceNanos = this.context.now();
				this.connections.closeIfDrained(connection);
			}
		});
	}

	void settle() {
		update(() -> {
		});
	}

	void peerDrains(PooledConnection<S> connection, H2Error cause) {
		update(() -> {
			this.counters.drained(cause);
			this.connections.evict(connection, CloseReason.UNHEALTHY);
		});
	}

	void gone(PooledConnection<S> connection) {
		update(() -> this.connections.gone(connection));
	}

	void drainOver(PooledConnection<S> connection) {
		update(() -> this.connections.close(connection));
	}

	// What dials do

	void connected(PooledConnection<S> connection, S state, Duration took) {
		update(() -> {
			this.dials.succeeded();
			this.counters.created();
			this.effects.add(() -> this.context.listener().onConnectionCreated(this.endpoint, took));
			connection.connected(state, this.context.now(), this.context.jitteredLifetimeNanos());
			if (connection.gone) {
				this.connections.tellClosed(connection);
				pauseDialsLocked();
				return;
			}
			this.connections.add(connection);
			this.dials.learn(this.connections.capacity(connection));
			if (this.closing != null) {
				this.connections.evict(connection, CloseReason.POOL_CLOSED);
			}
		});
	}

	/** Returns whether anybody still waits for the dial's outcome. */
	boolean attemptFailed(H2Error error) {
		update(() -> this.counters.attemptFailed(error));
		this.context.listener().onConnectFailed(this.endpoint, error);
		return isWaitedFor();
	}

	boolean isWaitedFor() {
		this.lock.lock();
		try {
			return this.closing == null && !this.waiters.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	void dialFailed(H2Error error) {
		update(() -> {
			this.dials.failed();
			if (this.connections.servingCount() == 0 && this.dials.underWay() == 0) {
				this.waiters.failAll(error);
			}
			else {
				// Those who wait can still be served by what is open: the next dial may
				// take its time.
				pauseDialsLocked();
			}
		});
	}

	// What the pool does

	void evictDue() {
		long now = this.context.now();
		update(() -> {
			this.connections.evictUnhealthy();
			for (PooledConnection<S> connection : this.connections.serving()) {
				CloseReason due = connection.dueAt(now, this.context.config());
				if (due != null) {
					this.connections.evict(connection, due);
				}
			}
		});
	}

	void evictAll(CloseReason reason) {
		update(() -> this.connections.serving().forEach((connection) -> this.connections.evict(connection, reason)));
	}

	/** Once true, always true: nothing will be lent by this pool any more. */
	boolean forgetIfUnused() {
		this.lock.lock();
		try {
			boolean empty = this.connections.isEmpty() && this.waiters.isEmpty() && this.dials.underWay() == 0;
			long unused = this.context.now() - this.lastUsedNanos;
			this.forgotten = this.forgotten || (empty && unused >= this.context.config().endpointIdleTime().toNanos());
			return this.forgotten;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Refuses new waiters, fails those there are, and completes when the last connection
	 * is closed.
	 */
	void close(CompletableFuture<Void> closed) {
		update(() -> {
			CompletableFuture<Void> first = this.closing;
			if (first != null) {
				first.whenComplete((done, thrown) -> closed.complete(null));
				return;
			}
			this.closing = closed;
			this.waiters.failAll(new H2Error.ClientClosed());
			this.connections.serving()
				.forEach((connection) -> this.connections.evict(connection, CloseReason.POOL_CLOSED));
		});
	}

	// What others see

	PoolStats stats() {
		this.lock.lock();
		try {
			return statsLocked();
		}
		finally {
			this.lock.unlock();
		}
	}

	private PoolStats statsLocked() {
		return this.connections.stats(this.dials, this.waiters.size());
	}

	List<ConnectionView<S>> views() {
		this.lock.lock();
		try {
			return this.connections.views(this.context.now());
		}
		finally {
			this.lock.unlock();
		}
	}

}

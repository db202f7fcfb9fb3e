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
 * The connections to one endpoint and those who wait for them: the lock, and what may
 * happen. Every change ends in {@link #settleLocked}, where {@link Matching} pairs
 * waiters with connections that have room and {@link Demand} dials for the rest; what
 * that leads to is done after the lock is left. No foreign code runs under the lock but
 * the handler's snapshots. Guarded by {@code lock}.
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

	private final Usage usage;

	private final Renewal<S> renewal;

	private final Dials dials;

	private final Demand<S> demand;

	private final Matching<S> matching;

	private @Nullable CompletableFuture<Void> closing;

	private boolean forgotten;

	EndpointPool(Endpoint endpoint, PoolContext<S> context) {
		this.endpoint = endpoint;
		this.context = context;
		this.connections = new Connections<>(this, context, this.effects, this.counters);
		this.waiters = new Waiters<>(endpoint, context, this.effects);
		long now = context.now();
		this.usage = new Usage(context.config(), this.effects, now);
		this.renewal = new Renewal<>(context, this.connections, this.usage);
		this.dials = new Dials(context.config(), context.backoff(),
				context.handler().assumedAccessMode(endpoint).capacity(), now);
		this.demand = new Demand<>(this, context, this.effects, this.waiters, this.connections, this.usage, this.dials);
		this.matching = new Matching<>(endpoint, context.config(), this.counters, this.waiters, this.connections,
				this.renewal, this.dials, this.demand);
	}

	Endpoint endpoint() {
		return this.endpoint;
	}

	/**
	 * A lease or a place in the queue; null if this pool is forgotten and a new one is to
	 * be asked.
	 * @param avoid the state of a connection that is taken only if no other has room
	 * @param within after this a lease is of no use
	 */
	@Nullable Waiter<S> acquire(@Nullable S avoid, Duration within) {
		long now = this.context.now();
		Waiter<S> waiter = new Waiter<>(this, now, now + within.toNanos());
		Lease<S> lease;
		H2Error refusal = null;
		this.lock.lock();
		try {
			if (this.forgotten) {
				return null;
			}
			this.usage.used(now);
			lease = (this.closing == null) ? this.matching.leaseAtOnce(avoid) : null;
			if (lease == null) {
				refusal = (this.closing == null) ? this.matching.queue(waiter) : new H2Error.ClientClosed();
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

	/** A lease at once, or null. */
	@Nullable Lease<S> tryAcquire(@Nullable S avoid) {
		Lease<S> lease = null;
		this.lock.lock();
		try {
			if (!this.forgotten && this.closing == null) {
				this.usage.used(this.context.now());
				lease = this.matching.leaseAtOnce(avoid);
			}
			if (lease == null) {
				settleLocked();
			}
		}
		finally {
			this.lock.unlock();
		}
		this.effects.run();
		if (lease != null) {
			this.waiters.lent(lease, Duration.ZERO);
		}
		return lease;
	}

	/** What every change ends in: waiters are served, dials begun, the close finished. */
	private void settleLocked() {
		CompletableFuture<Void> closed = this.closing;
		if (closed == null) {
			this.matching.settle();
			this.usage.standing(this.connections.standingCount());
		}
		else if (this.connections.isEmpty()) {
			this.effects.add(() -> closed.complete(null));
		}
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
				pauseIfBarrenLocked(connection);
				this.connections.closeIfDrained(connection);
			}
		});
	}

	void settle() {
		update(() -> {
		});
	}

	void retire(PooledConnection<S> connection, String why) {
		update(() -> {
			long now = this.context.now();
			if (connection.isYoungerThan(this.context.config().connectRetryDelay(), now)) {
				// Else one that is never content would be dialled without a pause.
				this.dials.pause(now);
			}
			this.renewal.begin(connection, CloseReason.RETIRED, why);
		});
	}

	void served(PooledConnection<S> connection) {
		update(() -> {
			if (connection.noteServed()) {
				this.dials.served(connection.isEnding(), this.context.now());
			}
		});
	}

	void peerDrains(PooledConnection<S> connection, H2Error cause) {
		update(() -> {
			this.counters.drained(cause);
			connection.noteEnd(cause);
			pauseIfBarrenLocked(connection);
			this.connections.evict(connection, CloseReason.UNHEALTHY);
		});
	}

	void gone(PooledConnection<S> connection) {
		update(() -> {
			this.connections.gone(connection);
			pauseIfBarrenLocked(connection);
		});
	}

	/**
	 * A connection that the peer ends before it has served is like a dial that failed.
	 * While leases are out it may still serve; and one that nobody used for a while was
	 * just idle. These pause the next dial without a growing memory.
	 */
	private void pauseIfBarrenLocked(PooledConnection<S> connection) {
		if (!connection.isBarren()) {
			return;
		}
		long now = this.context.now();
		boolean open = connection.inUse > 0 && !connection.gone;
		boolean idle = connection.uses == 0
				&& !connection.isYoungerThan(this.context.config().connectRetryDelay(), now);
		if (open || idle) {
			this.dials.pause(now);
		}
		else {
			this.counters.servedNothing(connection.countAsFailure());
			this.dials.servedNothing(connection.dialledNanos(), now);
		}
	}

	void drainOver(PooledConnection<S> connection) {
		update(() -> this.connections.close(connection));
	}

	// What dials do

	void connected(PooledConnection<S> connection, S state, Duration took) {
		update(() -> {
			long now = this.context.now();
			this.dials.succeeded(now);
			this.counters.created();
			this.effects.add(() -> this.context.listener().onConnectionCreated(this.endpoint, took));
			connection.connected(state, now, this.context.jitteredLifetimeNanos());
			pauseIfBarrenLocked(connection);
			if (connection.gone) {
				this.connections.tellClosed(connection);
				return;
			}
			this.connections.add(connection);
			this.dials.learn(this.connections.capacity(connection));
			if (this.closing != null) {
				this.connections.evict(connection, CloseReason.POOL_CLOSED);
			}
			else {
				this.renewal.succeededBy(connection);
			}
		});
	}

	/** Returns whether the dial's outcome is still wanted. */
	boolean attemptFailed(H2Error error) {
		update(() -> {
			this.counters.attemptFailed(error);
			this.dials.attemptFailed();
		});
		this.context.listener().onConnectFailed(this.endpoint, error);
		return isDialWanted();
	}

	boolean isDialWanted() {
		this.lock.lock();
		try {
			return this.closing == null && this.demand.isThere();
		}
		finally {
			this.lock.unlock();
		}
	}

	void dialFailed(H2Error error, long begunNanos) {
		update(() -> {
			this.dials.failed(begunNanos, this.context.now());
			if (this.dials.underWay() == 0) {
				this.usage.failed(error);
				// Who waits can still be served by what is open.
				if (this.connections.servingCount() == 0) {
					this.waiters.failAll(error);
				}
			}
		});
	}

	// What the pool does

	/**
	 * Keeps the endpoint from now on, and completes when as many connections stand as are
	 * to be kept up, one at least; returns false as {@link #acquire} returns null.
	 */
	boolean warmUp(CompletableFuture<Void> warmed) {
		this.lock.lock();
		try {
			if (this.forgotten) {
				return false;
			}
			this.usage.warmUp(warmed);
			if (this.closing != null) {
				this.usage.failed(new H2Error.ClientClosed());
			}
			settleLocked();
		}
		finally {
			this.lock.unlock();
		}
		this.effects.run();
		return true;
	}

	void evictDue() {
		long now = this.context.now();
		update(() -> {
			this.usage.look(now);
			this.connections.evictUnhealthy();
			this.renewal.round(now);
		});
	}

	/** Returns whether there is a connection of this state that served until now. */
	boolean evict(S state, CloseReason reason) {
		PooledConnection<S> connection;
		this.lock.lock();
		try {
			connection = this.connections.serving(state);
			if (connection != null) {
				this.connections.evict(connection, reason);
				settleLocked();
			}
		}
		finally {
			this.lock.unlock();
		}
		this.effects.run();
		return connection != null;
	}

	void evictAll(CloseReason reason) {
		update(() -> evictAllLocked(reason));
	}

	private void evictAllLocked(CloseReason reason) {
		this.connections.serving().forEach((connection) -> this.connections.evict(connection, reason));
	}

	/** Nobody is expected to use the endpoint again. */
	void abandon() {
		update(() -> {
			this.usage.over(this.context.now());
			evictAllLocked(CloseReason.CLEARED);
		});
	}

	/** Once true, always true: nothing will be lent by this pool any more. */
	boolean forgetIfUnused() {
		this.lock.lock();
		try {
			boolean empty = this.connections.isEmpty() && this.waiters.isEmpty() && this.dials.underWay() == 0;
			this.forgotten = this.forgotten || (empty && this.usage.isForgettable(this.context.now()));
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
			this.usage.failed(new H2Error.ClientClosed());
			evictAllLocked(CloseReason.POOL_CLOSED);
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
			return this.connections.views(this.dials, this.context.now());
		}
		finally {
			this.lock.unlock();
		}
	}

}

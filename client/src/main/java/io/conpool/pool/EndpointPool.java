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

	private final Usage usage;

	private final Renewal<S> renewal;

	private final Dials dials;

	// Nothing serves, nothing is being made, and for a while nothing will be.
	private boolean stranded;

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
		Lease<S> lease = null;
		H2Error refusal = null;
		this.lock.lock();
		try {
			if (this.forgotten) {
				return null;
			}
			this.usage.used(now);
			PooledConnection<S> connection = this.waiters.isEmpty() ? withRoomLocked(avoid, false) : null;
			if (this.closing != null) {
				refusal = new H2Error.ClientClosed();
			}
			else if (connection != null) {
				lease = lendLocked(connection);
			}
			else {
				refusal = refusalLocked(waiter, now);
				if (refusal == null) {
					this.waiters.add(waiter);
					settleLocked();
				}
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

	private @Nullable H2Error refusalLocked(Waiter<S> waiter, long nowNanos) {
		if (isStrandedLocked(nowNanos) && waiter.endsBefore(this.dials.notBeforeNanos())) {
			return this.counters.lastError();
		}
		int most = this.context.config().maxWaiters();
		return (this.waiters.size() >= most) ? new H2Error.PoolLimitReached(this.endpoint, most) : null;
	}

	// Decisions

	/**
	 * Pairs waiters with room, first come first served, and dials for those that are left
	 * and for what is to be kept up or replaced. Who could only be served by a connection
	 * that is suspect waits for a dial as long as nothing bad is known of it.
	 */
	private void settleLocked() {
		serveLocked(false);
		dialLocked();
		if (!this.waiters.isEmpty()) {
			if (!this.dials.isPromising()) {
				serveLocked(true);
			}
			refuseStrandedLocked();
		}
		this.usage.standing(this.connections.standingCount());
		CompletableFuture<Void> closed = this.closing;
		if (closed != null && this.connections.isEmpty()) {
			this.effects.add(() -> closed.complete(null));
		}
	}

	private void serveLocked(boolean suspects) {
		while (!this.waiters.isEmpty()) {
			PooledConnection<S> connection = withRoomLocked(null, suspects);
			if (connection == null) {
				return;
			}
			this.waiters.serveFirst(lendLocked(connection));
		}
	}

	private void dialLocked() {
		int missing = dialsWantedLocked() - this.dials.underWay();
		if (missing <= 0) {
			return;
		}
		long now = this.context.now();
		if (!this.dials.isPausing(now)) {
			for (int i = 0; i < missing; i++) {
				this.dials.begun();
				this.effects.add(this.context.dial(this, this.dials.retries())::attempt);
			}
			return;
		}
		Duration wakeUp = this.dials.wakeUp(now);
		if (wakeUp != null) {
			this.effects.add(() -> this.context.scheduler().schedule(this::settle, wakeUp));
		}
	}

	private int dialsWantedLocked() {
		return (this.closing != null) ? 0 : this.dials.wanted(this.waiters.size(), this.connections.standingCount(),
				this.connections.retiringCount(), this.usage.minimum());
	}

	/** Looked for once: who comes later is refused when it comes. */
	private void refuseStrandedLocked() {
		boolean before = this.stranded;
		this.stranded = isStrandedLocked(this.context.now());
		H2Error cause = this.counters.lastError();
		if (this.stranded && !before && cause != null) {
			this.waiters.failBefore(this.dials.notBeforeNanos(), cause);
		}
	}

	private boolean isStrandedLocked(long nowNanos) {
		return this.connections.servingCount() == 0 && this.dials.underWay() == 0 && this.dials.isPausing(nowNanos);
	}

	private @Nullable PooledConnection<S> withRoomLocked(@Nullable S avoid, boolean suspects) {
		this.connections.evictUnhealthy();
		return this.connections.withRoom(avoid, suspects);
	}

	private Lease<S> lendLocked(PooledConnection<S> connection) {
		connection.inUse++;
		boolean reuse = ++connection.uses > 1;
		if (reuse) {
			this.counters.reused();
		}
		this.renewal.lent(connection);
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

	void peerDrains(PooledConnection<S> connection, H2Error cause) {
		update(() -> {
			pauseIfLostUnusedLocked(connection);
			this.counters.drained(cause);
			this.connections.evict(connection, CloseReason.UNHEALTHY);
		});
	}

	void gone(PooledConnection<S> connection) {
		update(() -> {
			pauseIfLostUnusedLocked(connection);
			this.connections.gone(connection);
		});
	}

	/** What is only kept up would be dialled without a pause where the peer does not. */
	private void pauseIfLostUnusedLocked(PooledConnection<S> connection) {
		if (connection.isLostUnused()) {
			this.dials.pause(this.context.now());
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
			if (connection.gone) {
				this.connections.tellClosed(connection);
				this.dials.pause(now);
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
			return dialsWantedLocked() > 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	void dialFailed(H2Error error) {
		update(() -> {
			this.dials.failed(this.context.now());
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

	void evictAll(CloseReason reason) {
		update(() -> this.connections.serving().forEach((connection) -> this.connections.evict(connection, reason)));
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

package io.conpool.pool;

import java.time.Duration;
import java.util.Objects;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * What the pool notes of one connection, and the way in which the connection talks to the
 * pool. Its fields are guarded by the lock of its {@link EndpointPool}, but for the
 * state, which is set once.
 */
final class PooledConnection<S> implements ConnectionEvents {

	private final EndpointPool<S> pool;

	private volatile @Nullable S state;

	// Guarded by the pool's lock.
	int inUse;

	long uses;

	long createdNanos;

	long idleSinceNanos;

	long expiresAfterNanos;

	@Nullable CloseReason evicted;

	boolean closing;

	boolean gone;

	// Set and taken back by effects, which follow each other.
	Scheduler.@Nullable Task drainTimer;

	PooledConnection(EndpointPool<S> pool) {
		this.pool = pool;
	}

	void connected(S state, long nowNanos, long expiresAfterNanos) {
		this.state = state;
		this.createdNanos = nowNanos;
		this.idleSinceNanos = nowNanos;
		this.expiresAfterNanos = expiresAfterNanos;
	}

	S state() {
		return Objects.requireNonNull(this.state, "not connected");
	}

	Endpoint endpoint() {
		return this.pool.endpoint();
	}

	Duration age(long nowNanos) {
		return Duration.ofNanos(nowNanos - this.createdNanos);
	}

	/** Why the pool is to close it now, if it is. */
	@Nullable CloseReason dueAt(long nowNanos, PoolConfig config) {
		if (this.inUse == 0 && nowNanos - this.idleSinceNanos >= config.idleTime().toNanos()) {
			return CloseReason.IDLE;
		}
		return (nowNanos - this.createdNanos >= this.expiresAfterNanos) ? CloseReason.LIFETIME : null;
	}

	void cancelDrainTimer() {
		Scheduler.Task task = this.drainTimer;
		if (task != null) {
			task.cancel();
		}
	}

	void released() {
		this.pool.release(this);
	}

	@Override
	public void changed() {
		this.pool.settle();
	}

	@Override
	public void draining(H2Error cause) {
		this.pool.peerDrains(this, cause);
	}

	@Override
	public void closed() {
		this.pool.gone(this);
	}

}

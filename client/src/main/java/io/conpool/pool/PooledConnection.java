package io.conpool.pool;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
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

	private final long dialledNanos;

	private volatile @Nullable S state;

	// Guarded by the pool's lock.
	int inUse;

	long uses;

	long createdNanos;

	long idleSinceNanos;

	long expiresAfterNanos;

	@Nullable CloseReason evicted;

	// What ended its use before it was closed.
	private @Nullable H2Error endedBy;

	private boolean served;

	private boolean countedAsFailure;

	// Why it is to be replaced, and what is told of it.
	private @Nullable CloseReason retiring;

	private @Nullable String leaving;

	private long retiringSinceNanos;

	boolean closing;

	boolean gone;

	// Set and taken back by effects, which follow each other.
	Scheduler.@Nullable Task drainTimer;

	/**
	 * Makes the entry of a connection that is being made.
	 * @param dialledNanos when its dial began
	 */
	PooledConnection(EndpointPool<S> pool, long dialledNanos) {
		this.pool = pool;
		this.dialledNanos = dialledNanos;
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

	long dialledNanos() {
		return this.dialledNanos;
	}

	boolean isYoungerThan(Duration time, long nowNanos) {
		return this.state == null || nowNanos - this.createdNanos < time.toNanos();
	}

	Duration age(long nowNanos) {
		return Duration.ofNanos(nowNanos - this.createdNanos);
	}

	boolean isServing() {
		return this.state != null && this.evicted == null && !this.gone;
	}

	/** Returns whether it had not answered before. */
	boolean noteServed() {
		boolean first = !this.served;
		this.served = true;
		return first;
	}

	boolean hasServed() {
		return this.served;
	}

	void noteEnd(H2Error cause) {
		if (this.endedBy == null) {
			this.endedBy = cause;
		}
	}

	boolean isEnding() {
		return this.endedBy != null;
	}

	/** Whether the peer has ended it before it had served, and that was not counted. */
	boolean isBarren() {
		if (this.served || this.countedAsFailure || this.state == null) {
			return false;
		}
		boolean byPool = this.evicted != null && this.evicted != CloseReason.UNHEALTHY;
		return !byPool && ((this.endedBy != null) ? isOfPeer(this.endedBy) : this.gone);
	}

	/** An HTTP/1.1 connection ends with a call that was given up, too. */
	private static boolean isOfPeer(H2Error cause) {
		return !(cause instanceof H2Error.Final) && !(cause instanceof H2Error.ResponseTimeout)
				&& !(cause instanceof H2Error.IdleTimeout);
	}

	/** Returns the failure that it counts as, from now on. */
	H2Error countAsFailure() {
		this.countedAsFailure = true;
		H2Error cause = this.endedBy;
		String words = "the server ended the connection before it had answered anything";
		return new H2Error.ConnectionFailed(endpoint(),
				new IOException((cause != null) ? words + ": " + cause.message() : words));
	}

	boolean isIdle(long nowNanos, PoolConfig config) {
		return this.inUse == 0 && nowNanos - this.idleSinceNanos >= config.idleTime().toNanos();
	}

	boolean isExpired(long nowNanos) {
		return nowNanos - this.createdNanos >= this.expiresAfterNanos;
	}

	void retires(CloseReason reason, String why, long nowNanos) {
		this.retiring = reason;
		this.leaving = why;
		this.retiringSinceNanos = nowNanos;
	}

	boolean isRetiring() {
		return this.retiring != null;
	}

	@Nullable CloseReason retiring() {
		return this.retiring;
	}

	long retiringFor(long nowNanos) {
		return nowNanos - this.retiringSinceNanos;
	}

	/** Why it is replaced or drains. */
	@Nullable String leaving() {
		CloseReason reason = this.evicted;
		return (this.leaving == null && reason != null) ? reason.name().toLowerCase(Locale.ROOT) : this.leaving;
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
	public void retire(String reason) {
		this.pool.retire(this, reason);
	}

	@Override
	public void served() {
		this.pool.served(this);
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

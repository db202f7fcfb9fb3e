package io.conpool.pool;

import java.time.Duration;

/**
 * How many connections to one endpoint are being made, and whether another is called for:
 * by demand, and not at once after a failure. Guarded by the lock of its
 * {@link EndpointPool}.
 */
final class Dials {

	private final PoolConfig config;

	private int underWay;

	// How many waiters the next connection will probably serve.
	private int assumedCapacity;

	private long notBeforeNanos;

	private boolean lastFailed;

	Dials(PoolConfig config, int assumedCapacity, long nowNanos) {
		this.config = config;
		this.notBeforeNanos = nowNanos;
		learn(assumedCapacity);
	}

	int underWay() {
		return this.underWay;
	}

	boolean lastFailed() {
		return this.lastFailed;
	}

	/**
	 * Whether so many waiters call for another dial beside so many connections that
	 * serve.
	 */
	boolean isWanted(int waiters, int serving, long nowNanos) {
		// Without this a dial that takes longer than the pause would always find another
		// one under way, and those who
		// wait would never hear of the failures.
		boolean failing = this.lastFailed && this.underWay > 0 && serving == 0;
		boolean pausing = nowNanos - this.notBeforeNanos < 0;
		return !failing && !pausing && waiters > (long) this.underWay * this.assumedCapacity
				&& serving + this.underWay < this.config.maxConnections();
	}

	void begun() {
		this.underWay++;
	}

	void succeeded() {
		this.underWay--;
		this.lastFailed = false;
	}

	void failed() {
		this.underWay--;
		this.lastFailed = true;
	}

	void learn(int capacity) {
		this.assumedCapacity = (int) Math.max(1, Math.min(capacity, this.config.maxUses()));
	}

	/** The next one may take its time; returns for how long. */
	Duration pause(long nowNanos) {
		Duration pause = this.config.connectRetryDelay();
		this.notBeforeNanos = nowNanos + pause.toNanos();
		return pause;
	}

}

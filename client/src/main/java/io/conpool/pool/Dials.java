package io.conpool.pool;

import java.time.Duration;

import io.conpool.time.Backoff;
import org.jspecify.annotations.Nullable;

/**
 * How many connections to one endpoint are being made, how many are called for, and the
 * memory of failures in a row: dials that failed, and connections that the peer ended
 * before they had served. After a failure there is one dial at a time, after a pause that
 * grows. A connection that stands clears the memory if only dials failed, else the first
 * one that serves does. Guarded by the lock of its {@link EndpointPool}.
 */
final class Dials {

	private final PoolConfig config;

	private final Backoff backoff;

	private int underWay;

	// How many waiters the next connection will probably serve.
	private int assumedCapacity;

	// In a row; those that began together count as one.
	private int failures;

	private long failedNanos;

	// Whether a connection that served nothing is among them.
	private boolean barren;

	// Whether an attempt has failed since the last success.
	private boolean troubled;

	private long notBeforeNanos;

	private boolean wakeUpSet;

	Dials(PoolConfig config, Backoff backoff, int assumedCapacity, long nowNanos) {
		this.config = config;
		this.backoff = backoff;
		this.notBeforeNanos = nowNanos;
		learn(assumedCapacity);
	}

	int underWay() {
		return this.underWay;
	}

	int failures() {
		return this.failures;
	}

	/** Whether those before led to connections that served nothing. */
	boolean areBarren() {
		return this.barren;
	}

	/**
	 * Whether a dial is under way of which nothing bad is known: worth waiting for.
	 */
	boolean isPromising() {
		return this.underWay > 0 && !this.troubled;
	}

	/**
	 * How many dials are called for, those that are under way included, pauses aside.
	 * @param waiters who wait for a lease
	 * @param standing connections that serve and are not to be replaced
	 * @param retiring connections that are to be replaced
	 * @param minimum how many connections are to stand, whatever the load
	 */
	int wanted(int waiters, int standing, int retiring, int minimum) {
		long forWaiters = (waiters - 1L + this.assumedCapacity) / this.assumedCapacity;
		long wanted = Math.max(forWaiters + retiring, minimum - standing);
		wanted = Math.min(wanted, this.config.maxConnections() - standing);
		if (this.failures > 0) {
			wanted = Math.min(wanted, 1);
		}
		return (int) Math.max(0, wanted);
	}

	/** While dials fail, each is one attempt: the pause between them is this memory's. */
	int retries() {
		return (this.failures > 0) ? 0 : this.config.connectRetries();
	}

	void begun() {
		this.underWay++;
	}

	/**
	 * A connection stands. After connections that served nothing it has to prove itself:
	 * until then the next dial waits as if it had failed.
	 */
	void succeeded(long nowNanos) {
		this.underWay--;
		if (this.barren) {
			pause(this.backoff.after(this.failures), nowNanos);
		}
		else {
			clear(nowNanos);
		}
	}

	/**
	 * A connection has answered for the first time.
	 * @param pausedFor whether there was a pause since it seemed to end before
	 * @param nowNanos when
	 */
	void served(boolean pausedFor, long nowNanos) {
		if (this.failures > 0 || pausedFor) {
			clear(nowNanos);
		}
	}

	private void clear(long nowNanos) {
		this.failures = 0;
		this.barren = false;
		this.troubled = false;
		this.notBeforeNanos = nowNanos;
	}

	void attemptFailed() {
		this.troubled = true;
	}

	/**
	 * A dial has failed.
	 * @param begunNanos when it began
	 * @param nowNanos when it ended
	 */
	void failed(long begunNanos, long nowNanos) {
		this.underWay--;
		count(begunNanos, nowNanos);
	}

	/**
	 * The peer has ended a connection that had not served.
	 * @param dialledNanos when its dial began
	 * @param nowNanos when it ended
	 */
	void servedNothing(long dialledNanos, long nowNanos) {
		this.barren = true;
		count(dialledNanos, nowNanos);
	}

	/** What began before the last failure says nothing that this has not said. */
	private void count(long begunNanos, long nowNanos) {
		if (this.failures == 0 || begunNanos - this.failedNanos > 0) {
			this.failures++;
			this.failedNanos = nowNanos;
		}
		this.troubled = true;
		pause(this.backoff.after(this.failures), nowNanos);
	}

	/** The next one may take its time, though none has failed. */
	void pause(long nowNanos) {
		pause(this.config.connectRetryDelay(), nowNanos);
	}

	private void pause(Duration pause, long nowNanos) {
		long until = nowNanos + pause.toNanos();
		if (until - this.notBeforeNanos > 0) {
			this.notBeforeNanos = until;
			this.wakeUpSet = false;
		}
	}

	void learn(int capacity) {
		this.assumedCapacity = (int) Math.max(1, Math.min(capacity, this.config.maxUses()));
	}

	/** The rest of the pause before the next dial; zero if there is none. */
	Duration backOff(long nowNanos) {
		return Duration.ofNanos(Math.max(0, this.notBeforeNanos - nowNanos));
	}

	boolean isPausing(long nowNanos) {
		return this.notBeforeNanos - nowNanos > 0;
	}

	long notBeforeNanos() {
		return this.notBeforeNanos;
	}

	/** When to look again, for the first who asks in a pause, else null. */
	@Nullable Duration wakeUp(long nowNanos) {
		if (this.wakeUpSet) {
			return null;
		}
		this.wakeUpSet = true;
		return backOff(nowNanos);
	}

}

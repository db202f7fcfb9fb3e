package io.conpool.pool;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

import io.conpool.error.H2Error;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one endpoint's events. Guarded by the lock of its {@link EndpointPool}.
 */
final class PoolCounters {

	private final Map<CloseReason, Long> closed = new EnumMap<>(CloseReason.class);

	private long created;

	private long reused;

	private long connectErrors;

	private @Nullable H2Error lastError;

	private @Nullable H2Error lastDrainCause;

	PoolCounters() {
		for (CloseReason reason : CloseReason.values()) {
			this.closed.put(reason, 0L);
		}
	}

	void created() {
		this.created++;
	}

	void reused() {
		this.reused++;
	}

	void closed(CloseReason reason) {
		this.closed.merge(reason, 1L, Long::sum);
	}

	void attemptFailed(H2Error error) {
		this.connectErrors++;
		this.lastError = error;
	}

	/** A connection was made, and has turned out to be of no use. */
	void servedNothing(H2Error error) {
		this.lastError = error;
	}

	@Nullable H2Error lastError() {
		return this.lastError;
	}

	void drained(H2Error cause) {
		this.lastDrainCause = cause;
	}

	PoolStats with(int active, int idle, int draining, int suspect, int retiring, Dials dials, Duration backOff,
			long open, long capacity, int waiters) {
		return new PoolStats(active, idle, draining, suspect, retiring, dials.underWay(), open, capacity, waiters,
				this.created, this.reused, Collections.unmodifiableMap(new EnumMap<>(this.closed)), this.connectErrors,
				dials.failures(), backOff, this.lastError, this.lastDrainCause);
	}

}

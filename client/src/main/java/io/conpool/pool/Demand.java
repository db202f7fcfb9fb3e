package io.conpool.pool;

import java.time.Duration;

import io.conpool.error.H2Error;
import org.jspecify.annotations.Nullable;

/**
 * Decides when one endpoint is dialled: for those who wait, for what is to be replaced,
 * for what is to be kept up, and not in a pause after a failure. Where nothing serves and
 * the pause is long, it refuses those for whom any connection would come too late, and
 * after an error that will not pass everybody who comes in the pause. Guarded by the lock
 * of its {@link EndpointPool}.
 */
final class Demand<S> {

	private final EndpointPool<S> pool;

	private final PoolContext<S> context;

	private final Effects effects;

	private final Waiters<S> waiters;

	private final Connections<S> connections;

	private final Usage usage;

	private final Dials dials;

	// Whether nothing serves, nothing is being made, and for a while nothing will be.
	private boolean stranded;

	// The end of the pause for which those who wait were looked at.
	private long lookedAtNanos;

	Demand(EndpointPool<S> pool, PoolContext<S> context, Effects effects, Waiters<S> waiters,
			Connections<S> connections, Usage usage, Dials dials) {
		this.pool = pool;
		this.context = context;
		this.effects = effects;
		this.waiters = waiters;
		this.connections = connections;
		this.usage = usage;
		this.dials = dials;
	}

	/** Whether anybody or anything calls for the outcome of a dial. */
	boolean isThere() {
		return wanted() > 0;
	}

	private int wanted() {
		return this.dials.wanted(this.waiters.size(), this.connections.standingCount(),
				this.connections.retiringCount(), this.usage.minimum());
	}

	/**
	 * Begins what dials are missing, or sees to it that somebody looks after the pause.
	 */
	void dial() {
		int missing = wanted() - this.dials.underWay();
		if (missing <= 0) {
			return;
		}
		long now = this.context.now();
		if (!this.dials.isPausing(now)) {
			for (int i = 0; i < missing; i++) {
				this.dials.begun();
				this.effects.add(this.context.dial(this.pool, this.dials.retries())::attempt);
			}
			return;
		}
		Duration wakeUp = this.dials.wakeUp(now);
		if (wakeUp != null) {
			this.effects.add(() -> this.context.pauses().begin(wakeUp, this.pool::settle, () -> {
			}));
		}
	}

	/** Why somebody who comes now is to be refused, if so. */
	@Nullable H2Error refusal(Waiter<S> waiter, @Nullable H2Error lastError) {
		return (isStranded() && (isFinal(lastError) || waiter.endsBefore(this.dials.notBeforeNanos()))) ? lastError
				: null;
	}

	/** Who waits already is looked at once per pause: who comes later, when it comes. */
	void refuseStranded(@Nullable H2Error lastError) {
		boolean before = this.stranded && this.lookedAtNanos == this.dials.notBeforeNanos();
		this.stranded = isStranded();
		if (this.stranded && !before && lastError != null) {
			this.lookedAtNanos = this.dials.notBeforeNanos();
			this.waiters.failBefore(this.lookedAtNanos, lastError);
		}
	}

	/** Whether dials fail, and the next one will meet the same error. */
	private boolean isFinal(@Nullable H2Error lastError) {
		return this.dials.failures() > 0 && lastError != null && !lastError.isRetryable();
	}

	private boolean isStranded() {
		return this.connections.servingCount() == 0 && this.dials.underWay() == 0
				&& this.dials.isPausing(this.context.now());
	}

}

package io.conpool.pool;

import java.util.List;
import java.util.function.DoubleSupplier;

import io.conpool.time.Backoff;
import io.conpool.time.Pauses;
import io.conpool.time.Scheduler;

/**
 * What all endpoints of a pool have in common. Immutable, but for the pauses, which end
 * with the pool.
 */
record PoolContext<S>(ProtocolHandler<S> handler, PoolConfig config, Scheduler scheduler, PoolListener listener,
		DoubleSupplier random, Pauses pauses) {

	PoolContext {
		// What a builder has put together guards itself already.
		listener = (listener instanceof PoolListeners) ? listener : PoolListener.all(List.of(listener));
	}

	PoolContext(ProtocolHandler<S> handler, PoolConfig config, Scheduler scheduler, PoolListener listener,
			DoubleSupplier random) {
		this(handler, config, scheduler, listener, random, new Pauses(scheduler));
	}

	Backoff backoff() {
		return new Backoff(this.config.connectRetryDelay(), this.config.maxConnectRetryDelay(), this.random);
	}

	long now() {
		return this.scheduler.nanoTime();
	}

	Dial<S> dial(EndpointPool<S> pool, int retries) {
		return new Dial<>(pool, this.handler, retries, this.scheduler, this.pauses, backoff());
	}

	/** The lifetime of one connection, shortened at random by up to the jitter. */
	long jitteredLifetimeNanos() {
		double part = 1 - this.config.lifetimeJitter() * this.random.getAsDouble();
		return (long) (this.config.lifetime().toNanos() * part);
	}

}

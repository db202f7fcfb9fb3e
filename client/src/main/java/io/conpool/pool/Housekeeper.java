package io.conpool.pool;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentMap;

import io.conpool.endpoint.Endpoint;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Looks after connections and endpoints that nobody uses: at intervals it closes what has
 * been idle or has lived for long enough, and forgets endpoints. Runs on the scheduler's
 * thread, one round at a time.
 */
final class Housekeeper<S> {

	private static final Duration SHORTEST = Duration.ofMillis(50);

	private static final Duration LONGEST = Duration.ofSeconds(5);

	private final PoolContext<S> context;

	private final ConcurrentMap<Endpoint, EndpointPool<S>> endpoints;

	private final Duration interval;

	private volatile Scheduler.@Nullable Task next;

	private volatile boolean stopped;

	Housekeeper(PoolContext<S> context, ConcurrentMap<Endpoint, EndpointPool<S>> endpoints) {
		this.context = context;
		this.endpoints = endpoints;
		this.interval = interval(context.config());
	}

	/**
	 * A quarter of the shortest time that is kept, so that nothing is late by more than a
	 * quarter.
	 */
	private static Duration interval(PoolConfig config) {
		Duration shortest = Collections
			.min(List.of(config.idleTime(), config.lifetime(), config.renewalTimeout(), config.endpointIdleTime()));
		return Collections.max(List.of(SHORTEST, Collections.min(List.of(LONGEST, shortest.dividedBy(4)))));
	}

	void start() {
		this.next = this.context.scheduler().schedule(this::round, this.interval);
		if (this.stopped) {
			stop();
		}
	}

	void stop() {
		this.stopped = true;
		Scheduler.Task task = this.next;
		if (task != null) {
			task.cancel();
		}
	}

	private void round() {
		if (this.stopped) {
			return;
		}
		this.endpoints.forEach((endpoint, pool) -> {
			pool.evictDue();
			if (pool.forgetIfUnused()) {
				this.context.listener().onEndpointForgotten(endpoint);
				this.endpoints.remove(endpoint, pool);
			}
		});
		start();
	}

}

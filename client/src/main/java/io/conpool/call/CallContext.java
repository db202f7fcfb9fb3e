package io.conpool.call;

import java.util.List;
import java.util.concurrent.Executor;

import io.conpool.pool.Conpool;
import io.conpool.time.Pauses;
import io.conpool.time.Scheduler;

/**
 * What the calls of one client have in common. Safe for use by several threads.
 *
 * @param <S> the connections that they run over
 */
public final class CallContext<S> {

	private final Conpool<S> pool;

	private final RetryPolicy policy;

	private final CallLimits limits;

	private final CallListener listener;

	private final Executor executor;

	private final Scheduler scheduler;

	private final Routing routing;

	private final Pauses pauses;

	private final Scheduler.Task ending;

	/**
	 * Puts it together.
	 * @param pool lends the connections
	 * @param config the calls' bounds, and how often they may be sent again
	 * @param routing says where each attempt goes
	 * @param listener told what happens to the calls
	 * @param executor runs the application's code: the publisher of a request's content,
	 * the subscriber to a response's, the routing
	 * @param scheduler keeps the bounds
	 */
	public CallContext(Conpool<S> pool, CallConfig config, Routing routing, CallListener listener, Executor executor,
			Scheduler scheduler) {
		this.pool = pool;
		this.policy = RetryPolicy.of(config);
		this.limits = CallLimits.of(config);
		this.listener = CallListener.all(List.of(listener));
		this.executor = executor;
		this.scheduler = scheduler;
		this.routing = routing;
		this.pauses = new Pauses(scheduler);
		this.ending = scheduler.onStop(this.pauses::close);
	}

	/**
	 * Ends the calls that pause before another attempt, each with the error of the one
	 * before, and those that wait for a route. Those that are under way are the pool's to
	 * end.
	 */
	public void close() {
		this.ending.cancel();
		this.pauses.close();
	}

	Conpool<S> pool() {
		return this.pool;
	}

	RetryPolicy policy() {
		return this.policy;
	}

	CallLimits limits() {
		return this.limits;
	}

	/** What it throws has been dealt with. */
	CallListener listener() {
		return this.listener;
	}

	Executor executor() {
		return this.executor;
	}

	Pauses pauses() {
		return this.pauses;
	}

	Routing routing() {
		return this.routing;
	}

	/** Whether somebody else than a request's URI says where it goes. */
	boolean isRouted() {
		return this.routing != Routing.direct();
	}

	Scheduler scheduler() {
		return this.scheduler;
	}

}

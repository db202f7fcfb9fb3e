package io.conpool.pool;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.ForeignFault;
import io.conpool.error.H2Error;

/**
 * Those who wait for a lease of one endpoint, in the order of their coming. The queue is
 * guarded by the lock of its {@link EndpointPool}; {@link #hand}, {@link #lent} and
 * {@link #refuse} are called without it.
 */
final class Waiters<S> {

	private final Endpoint endpoint;

	private final PoolContext<S> context;

	private final Effects effects;

	private final Set<Waiter<S>> queue = new LinkedHashSet<>();

	Waiters(Endpoint endpoint, PoolContext<S> context, Effects effects) {
		this.endpoint = endpoint;
		this.context = context;
		this.effects = effects;
	}

	boolean isEmpty() {
		return this.queue.isEmpty();
	}

	int size() {
		return this.queue.size();
	}

	void add(Waiter<S> waiter) {
		this.queue.add(waiter);
	}

	boolean remove(Waiter<S> waiter) {
		return this.queue.remove(waiter);
	}

	/** The lease is for whoever came first. */
	void serveFirst(Lease<S> lease) {
		Iterator<Waiter<S>> first = this.queue.iterator();
		Waiter<S> waiter = first.next();
		first.remove();
		this.effects.add(() -> hand(waiter, lease, waiter.waited(this.context.now())));
	}

	void failAll(H2Error error) {
		this.queue.forEach((waiter) -> this.effects.add(() -> refuse(waiter, error)));
		this.queue.clear();
	}

	/** Those whose deadline comes before the time. */
	void failBefore(long nanos, H2Error error) {
		this.queue.removeIf((waiter) -> {
			boolean hopeless = waiter.endsBefore(nanos);
			if (hopeless) {
				this.effects.add(() -> refuse(waiter, error));
			}
			return hopeless;
		});
	}

	void hand(Waiter<S> waiter, Lease<S> lease, Duration waited) {
		lent(lease, waited);
		waiter.deliver(lease);
	}

	/** Tells whom it concerns. */
	void lent(Lease<S> lease, Duration waited) {
		try {
			this.context.handler().onAcquire(lease.state());
		}
		catch (RuntimeException | Error ex) {
			ForeignFault.report(ex);
		}
		this.context.listener().onAcquired(this.endpoint, waited, lease.isReuse());
	}

	void refuse(Waiter<S> waiter, H2Error error) {
		this.context.listener().onAcquireFailed(this.endpoint, error);
		waiter.fail(error);
	}

}

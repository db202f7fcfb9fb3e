package io.conpool.pool;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.error.ForeignFault;

/**
 * What decisions under a lock lead to: noted inside, done outside, in the order of the
 * decisions. One thread at a time does them and they never nest, so that a lease that is
 * given back at once cannot make the stack grow with the number of waiters. Safe for use
 * by several threads.
 */
final class Effects {

	private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

	private final AtomicInteger pending = new AtomicInteger();

	void add(Runnable effect) {
		this.queue.add(effect);
	}

	/** To be called without the lock. */
	void run() {
		if (this.queue.isEmpty() || this.pending.getAndIncrement() != 0) {
			return;
		}
		int missed = 1;
		do {
			for (Runnable effect = this.queue.poll(); effect != null; effect = this.queue.poll()) {
				guarded(effect);
			}
			missed = this.pending.addAndGet(-missed);
		}
		while (missed != 0);
	}

	private static void guarded(Runnable effect) {
		try {
			effect.run();
		}
		catch (RuntimeException | Error ex) {
			// A continuation's fault must not cost the others their leases.
			ForeignFault.report(ex);
		}
	}

}

package io.conpool.call;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much a subscriber has asked for and not been given yet (Reactive Streams 1.1,
 * 3.17). Safe for use by several threads.
 */
final class SubscriberDemand {

	private final AtomicLong open = new AtomicLong();

	/** More was asked for; more than there are numbers for means without end. */
	void add(long n) {
		this.open.accumulateAndGet(n, (a, b) -> (a + b < 0) ? Long.MAX_VALUE : a + b);
	}

	boolean isThere() {
		return this.open.get() > 0;
	}

	/** One item was given. */
	void met() {
		this.open.updateAndGet((n) -> (n == Long.MAX_VALUE) ? n : n - 1);
	}

}

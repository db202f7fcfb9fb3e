package io.conpool.call;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.jcstress.SmallPool;
import io.conpool.time.Scheduler;

/**
 * A call on its way through a pool of one connection, whose deadline passes when the test
 * says so.
 */
final class Started implements Scheduler {

	private final SmallPool<OneExchange> pool;

	private final Call<OneExchange, H2Response> call;

	private final CompletableFuture<Outcome<H2Response>> outcome;

	private volatile Runnable look;

	private volatile long now;

	private final AtomicInteger ends = new AtomicInteger();

	Started(SmallPool<OneExchange> pool) {
		this.pool = pool;
		this.call = Call.whole(OneExchange.REQUEST,
				new CallContext<>(pool.pool(), CallConfig.defaults(), Routing.direct(), new CallListener() {
					@Override
					public void onEnd(H2Request request, int status, H2Error error) {
						Started.this.ends.incrementAndGet();
					}
				}, Runnable::run, this));
		this.outcome = this.call.start();
	}

	void cancel() {
		this.call.cancel();
	}

	void passDeadline() {
		this.now = CallConfig.defaults().requestTimeout().toNanos();
		this.look.run();
	}

	/** How it ended, and how many leases are out; and if that was not told just once. */
	String end() {
		Outcome<H2Response> now = this.outcome.getNow(null);
		String how = (now == null) ? "none" : (now instanceof Outcome.Success) ? "response"
				: (((Outcome.Failure<H2Response>) now).error() instanceof H2Error.Timeout) ? "timeout" : "cancelled";
		int told = this.ends.get();
		return how + " " + this.pool.leased() + " " + this.pool.waiters() + ((told != 1) ? " told " + told : "");
	}

	@Override
	public long nanoTime() {
		return this.now;
	}

	@Override
	public Task schedule(Runnable task, Duration delay) {
		this.look = task;
		return () -> {
		};
	}

}

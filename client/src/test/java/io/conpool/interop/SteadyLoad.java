package io.conpool.interop;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.conpool.H2Client;
import io.conpool.http.H2Request;

/**
 * Sends one request at a steady rate, whether or not earlier ones have ended. Used by one
 * thread at a time.
 */
final class SteadyLoad implements AutoCloseable {

	private static final Duration BOUND = Duration.ofSeconds(90);

	private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

	private final Queue<CompletableFuture<?>> calls = new ConcurrentLinkedQueue<>();

	private final H2Client client;

	private final H2Request request;

	private final String expectedBody;

	private final int perSecond;

	SteadyLoad(H2Client client, H2Request request, String expectedBody, int perSecond) {
		this.client = client;
		this.request = request;
		this.expectedBody = expectedBody;
		this.perSecond = perSecond;
	}

	/**
	 * Sends for so long; returns when the last call was made, which is before it ends.
	 */
	Tally send(Duration duration) throws Exception {
		return start(duration).get(duration.plus(BOUND).toSeconds(), TimeUnit.SECONDS);
	}

	/** Sends for so long, and completes when the last call was made. */
	CompletableFuture<Tally> start(Duration duration) {
		int wanted = calls(duration);
		Tally tally = new Tally();
		CompletableFuture<Tally> made = new CompletableFuture<>();
		Future<?> timer = this.clock.scheduleAtFixedRate(new Runnable() {

			private int count;

			@Override
			public void run() {
				if (this.count == wanted) {
					made.complete(tally);
					return;
				}
				this.count++;
				call(tally);
			}

		}, 0, TimeUnit.SECONDS.toNanos(1) / this.perSecond, TimeUnit.NANOSECONDS);
		made.whenComplete((done, thrown) -> timer.cancel(false));
		return made;
	}

	private void call(Tally tally) {
		this.calls.add(this.client.sendAsync(this.request).handle((response, thrown) -> {
			tally.add(response, thrown, this.expectedBody);
			return tally;
		}));
	}

	/** How many calls are made in so long a time. */
	int calls(Duration duration) {
		return Math.toIntExact(duration.toMillis() * this.perSecond / 1_000);
	}

	/** Returns when every call has ended. */
	void awaitEnd() throws Exception {
		CompletableFuture.allOf(this.calls.toArray(new CompletableFuture<?>[0]))
			.get(BOUND.toSeconds(), TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		this.clock.shutdownNow();
	}

}

package io.conpool.interop;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import org.jspecify.annotations.Nullable;

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
		int left = calls(duration);
		Tally tally = new Tally();
		CountDownLatch made = new CountDownLatch(left);
		Future<?> timer = this.clock.scheduleAtFixedRate(() -> {
			if (made.getCount() > 0) {
				this.calls.add(this.client.sendAsync(this.request)
					.handle((response, thrown) -> add(tally, response, thrown)));
				made.countDown();
			}
		}, 0, TimeUnit.SECONDS.toNanos(1) / this.perSecond, TimeUnit.NANOSECONDS);
		boolean all = made.await(duration.plus(BOUND).toSeconds(), TimeUnit.SECONDS);
		timer.cancel(false);
		if (!all) {
			throw new AssertionError("calls that could not be made: " + made.getCount() + " of " + left);
		}
		return tally;
	}

	private Tally add(Tally tally, @Nullable H2Response response, @Nullable Throwable thrown) {
		tally.add(response, thrown, this.expectedBody);
		return tally;
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

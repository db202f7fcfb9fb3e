package io.conpool.interop;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.H2Client;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.pool.PoolStats;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one request many times, so many at once, and counts how it ends: each request
 * that ends sends the next one. Used once.
 */
final class Load {

	private static final Logger logger = LoggerFactory.getLogger(Load.class);

	// Guards against a hang: longer than the client's own limits.
	private static final long BOUND_SECONDS = 90;

	private final H2Client client;

	private final H2Request request;

	private final String expectedBody;

	private final Map<Integer, Integer> answers = new ConcurrentSkipListMap<>();

	private final Map<String, Integer> errors = new ConcurrentSkipListMap<>();

	private final AtomicInteger wrongBodies = new AtomicInteger();

	private final AtomicInteger sent = new AtomicInteger();

	private final AtomicInteger inFlight = new AtomicInteger();

	private final AtomicInteger mostInFlight = new AtomicInteger();

	private int interruptAt = -1;

	private final CompletableFuture<Void> interrupted = new CompletableFuture<>();

	private Runnable interruption = () -> {
	};

	Load(H2Client client, H2Request request, String expectedBody) {
		this.client = client;
		this.request = request;
		this.expectedBody = expectedBody;
	}

	/** Does something else when so many requests were sent, while the load goes on. */
	Load interruptedAt(int sent, Runnable interruption) {
		this.interruptAt = sent;
		this.interruption = interruption;
		return this;
	}

	/** Returns when every request has ended, and the interruption, too. */
	Result run(int requests, int atOnce) throws Exception {
		CountDownLatch left = new CountDownLatch(requests);
		long began = System.nanoTime();
		for (int i = 0; i < atOnce; i++) {
			sendNext(requests, left);
		}
		if (!left.await(BOUND_SECONDS, TimeUnit.SECONDS)) {
			throw new AssertionError("without an end: " + left.getCount() + " of " + requests + " requests; "
					+ this.answers + " " + this.errors + "; " + this.client.stats());
		}
		Duration took = Duration.ofNanos(System.nanoTime() - began);
		if (this.interruptAt >= 0) {
			this.interrupted.get(BOUND_SECONDS, TimeUnit.SECONDS);
		}
		Result result = new Result(new TreeMap<>(this.answers), new TreeMap<>(this.errors), this.wrongBodies.get(),
				this.mostInFlight.get(), took);
		PoolStats stats = this.client.stats().get(this.request.endpoint());
		logger.info("{}: {} requests, {} at once: {}; {} connections, lent again {} times", this.request, requests,
				atOnce, result, stats.created(), stats.reused());
		return result;
	}

	private void sendNext(int requests, CountDownLatch left) {
		int number = this.sent.getAndIncrement();
		if (number >= requests) {
			return;
		}
		if (number == this.interruptAt) {
			CompletableFuture.runAsync(this.interruption)
				.whenComplete((done, thrown) -> complete(this.interrupted, thrown));
		}
		this.mostInFlight.accumulateAndGet(this.inFlight.incrementAndGet(), Math::max);
		this.client.sendAsync(this.request).whenComplete((response, thrown) -> {
			count(response, thrown);
			this.inFlight.decrementAndGet();
			left.countDown();
			sendNext(requests, left);
		});
	}

	private static void complete(CompletableFuture<Void> future, @Nullable Throwable thrown) {
		if (thrown != null) {
			future.completeExceptionally(thrown);
		}
		else {
			future.complete(null);
		}
	}

	private void count(@Nullable H2Response response, @Nullable Throwable thrown) {
		if (response == null) {
			this.errors.merge(name(thrown), 1, Integer::sum);
			return;
		}
		this.answers.merge(response.status(), 1, Integer::sum);
		if (!response.bodyAsString().equals(this.expectedBody)) {
			this.wrongBodies.incrementAndGet();
		}
	}

	private static String name(@Nullable Throwable thrown) {
		H2Error error = H2ClientException.errorIn(thrown);
		return (error != null) ? error.type() : "untyped: " + thrown;
	}

	/**
	 * How the requests ended.
	 *
	 * @param answers how many, by status
	 * @param errors how many, by {@link H2Error#type()}
	 * @param wrongBodies answers with another body than the expected one
	 * @param mostInFlight how many were under way at once
	 * @param took from the first request to the last answer
	 */
	record Result(Map<Integer, Integer> answers, Map<String, Integer> errors, int wrongBodies, int mostInFlight,
			Duration took) {

		int count() {
			return sum(this.answers) + sum(this.errors);
		}

		private static int sum(Map<?, Integer> counts) {
			return counts.values().stream().mapToInt(Integer::intValue).sum();
		}

	}

}

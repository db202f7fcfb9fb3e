package io.conpool.interop;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import io.conpool.pool.PoolStats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends many requests, so many at once, and counts how they end: each request that ends
 * sends the next one. Used once.
 */
final class Load {

	private static final Logger logger = LoggerFactory.getLogger(Load.class);

	// Guards against a hang: longer than the client's own limits.
	private static final long BOUND_SECONDS = 90;

	private final H2Client client;

	private final IntFunction<H2Request> requests;

	private final String expectedBody;

	private final Tally tally = new Tally();

	private final AtomicInteger sent = new AtomicInteger();

	private final AtomicInteger inFlight = new AtomicInteger();

	private final AtomicInteger mostInFlight = new AtomicInteger();

	// One after the other.
	private final ExecutorService interrupter = Executors.newSingleThreadExecutor();

	private final Queue<Future<?>> interrupted = new ConcurrentLinkedQueue<>();

	private IntPredicate interrupts = (number) -> false;

	private Runnable interruption = () -> {
	};

	Load(H2Client client, H2Request request, String expectedBody) {
		this(client, (number) -> request, expectedBody);
	}

	/** Sends a request of its own each time, which is made from its number, 0 or more. */
	Load(H2Client client, IntFunction<H2Request> requests, String expectedBody) {
		this.client = client;
		this.requests = requests;
		this.expectedBody = expectedBody;
	}

	/** Does something else when so many requests were sent, while the load goes on. */
	Load interruptedAt(int sent, Runnable interruption) {
		this.interrupts = (number) -> number == sent;
		this.interruption = interruption;
		return this;
	}

	/** Does something else each time that so many more requests were sent. */
	Load interruptedEvery(int sent, Runnable interruption) {
		this.interrupts = (number) -> number > 0 && number % sent == 0;
		this.interruption = interruption;
		return this;
	}

	/** Returns when every request has ended, and every interruption, too. */
	Result run(int requests, int atOnce) throws Exception {
		CountDownLatch left = new CountDownLatch(requests);
		long began = System.nanoTime();
		for (int i = 0; i < atOnce; i++) {
			sendNext(requests, left);
		}
		if (!left.await(BOUND_SECONDS, TimeUnit.SECONDS)) {
			throw new AssertionError("without an end: " + left.getCount() + " of " + requests + " requests; "
					+ this.tally + "; " + this.client.stats());
		}
		Duration took = Duration.ofNanos(System.nanoTime() - began);
		for (Future<?> interruption : this.interrupted) {
			interruption.get(BOUND_SECONDS, TimeUnit.SECONDS);
		}
		this.interrupter.shutdown();
		Result result = new Result(this.tally, this.mostInFlight.get(), took);
		H2Request first = this.requests.apply(0);
		PoolStats stats = this.client.stats().get(first.endpoint());
		logger.info("{}: {} requests, {} at once: {}; {} connections, lent again {} times", first, requests, atOnce,
				result, stats.created(), stats.reused());
		return result;
	}

	private void sendNext(int requests, CountDownLatch left) {
		int number = this.sent.getAndIncrement();
		if (number >= requests) {
			return;
		}
		if (this.interrupts.test(number)) {
			this.interrupted.add(this.interrupter.submit(this.interruption));
		}
		this.mostInFlight.accumulateAndGet(this.inFlight.incrementAndGet(), Math::max);
		this.client.sendAsync(this.requests.apply(number)).whenComplete((response, thrown) -> {
			this.tally.add(response, thrown, this.expectedBody);
			this.inFlight.decrementAndGet();
			left.countDown();
			sendNext(requests, left);
		});
	}

	/**
	 * How the requests ended.
	 *
	 * @param tally their answers and errors
	 * @param mostInFlight how many were under way at once
	 * @param took from the first request to the last answer
	 */
	record Result(Tally tally, int mostInFlight, Duration took) {

		Map<Integer, Integer> answers() {
			return this.tally.answers();
		}

		Map<String, Integer> errors() {
			return this.tally.errors();
		}

		int wrongBodies() {
			return this.tally.wrongBodies();
		}

		int count() {
			return sum(answers()) + sum(errors());
		}

		private static int sum(Map<?, Integer> counts) {
			return counts.values().stream().mapToInt(Integer::intValue).sum();
		}

	}

}

package io.conpool.wire;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;

/**
 * So many requests under way at any time, the next as soon as one is answered, until what
 * the test waits for has come true. Safe for use by several threads.
 */
final class SteadyLoad {

	private static final int MOST_REQUESTS = 2_000_000;

	private final H2Client client;

	private final H2Request request;

	private final BooleanSupplier enough;

	private final AtomicInteger answered = new AtomicInteger();

	private final AtomicReference<Throwable> failure = new AtomicReference<>();

	SteadyLoad(H2Client client, String uri, BooleanSupplier enough) {
		this.client = client;
		this.request = H2Request.get(uri).build();
		this.enough = enough;
	}

	/** Returns how many requests were answered; throws what the first failed one did. */
	int run(int underWay) throws Exception {
		CompletableFuture<?>[] lines = new CompletableFuture<?>[underWay];
		for (int i = 0; i < underWay; i++) {
			lines[i] = new CompletableFuture<>();
			next(lines[i]);
		}
		CompletableFuture.allOf(lines).get(30, TimeUnit.SECONDS);
		if (this.failure.get() != null) {
			throw new AssertionError("after " + this.answered + " requests", this.failure.get());
		}
		return this.answered.get();
	}

	private void next(CompletableFuture<?> line) {
		if (this.failure.get() != null || this.enough.getAsBoolean()) {
			line.complete(null);
			return;
		}
		this.client.sendAsync(this.request).whenCompleteAsync((response, thrown) -> answered(response, thrown, line));
	}

	private void answered(H2Response response, Throwable thrown, CompletableFuture<?> line) {
		if (thrown != null) {
			this.failure.compareAndSet(null, thrown);
		}
		else if (response.status() != 200 || this.answered.incrementAndGet() > MOST_REQUESTS) {
			this.failure.compareAndSet(null, new AssertionError("status " + response.status() + ", or too many"));
		}
		next(line);
	}

}

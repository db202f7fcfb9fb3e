package io.conpool;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.conpool.call.Call;
import io.conpool.call.CallConfig;
import io.conpool.call.CallListener;
import io.conpool.call.ContentDecoding;
import io.conpool.call.Outcome;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolStats;
import io.conpool.time.Scheduler;

/**
 * The client over a pool. Application code runs on the waiting thread or on the callback
 * executor, never on an event loop. Safe for use by several threads.
 */
final class PooledH2Client<S extends HttpConnection> implements H2Client {

	private final Conpool<S> pool;

	private final Scheduler scheduler;

	private final CallConfig config;

	private final CallListener listener;

	private final ContentDecoding decoding;

	private final Executor callbacks;

	private final Runnable onClose;

	private final AtomicBoolean closed = new AtomicBoolean();

	PooledH2Client(Conpool<S> pool, Scheduler scheduler, CallConfig config, CallListener listener, Executor callbacks,
			Runnable onClose) {
		this.pool = pool;
		this.scheduler = scheduler;
		this.config = config;
		this.listener = listener;
		this.decoding = new ContentDecoding(config.decompression());
		this.callbacks = callbacks;
		this.onClose = onClose;
	}

	@Override
	public H2Response send(H2Request request) {
		boolean decode = this.decoding.appliesTo(request);
		if (this.closed.get()) {
			throw new H2Error.ClientClosed().asException();
		}
		Call<S> call = call(request, decode);
		H2Response response = await(call, call.start(limit(request), this.scheduler)).orThrow();
		return decode ? this.decoding.decode(response) : response;
	}

	private Outcome await(Call<S> call, CompletableFuture<Outcome> outcome) {
		try {
			return outcome.get();
		}
		catch (InterruptedException ex) {
			call.cancel();
			Thread.currentThread().interrupt();
			return outcome.join();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public CompletableFuture<H2Response> sendAsync(H2Request request) {
		boolean decode = this.decoding.appliesTo(request);
		if (this.closed.get()) {
			return CompletableFuture.failedFuture(new H2Error.ClientClosed().asException());
		}
		CompletableFuture<H2Response> future = new CompletableFuture<>();
		Call<S> call = call(request, decode);
		call.start(limit(request), this.scheduler)
			.thenAccept((outcome) -> callBack(() -> complete(future, outcome, decode)));
		// Whoever completes the future before the call has ended has given up on the
		// call.
		future.whenComplete((response, thrown) -> call.cancel());
		return future;
	}

	private Call<S> call(H2Request request, boolean decode) {
		return new Call<>(decode ? this.decoding.offer(request) : request, this.pool, this.config, this.listener);
	}

	private Duration limit(H2Request request) {
		Duration own = request.timeout();
		return (own != null) ? own : this.config.requestTimeout();
	}

	private void callBack(Runnable completion) {
		try {
			this.callbacks.execute(completion);
		}
		catch (RejectedExecutionException ex) {
			// The client is closed, but nobody may be left waiting.
			completion.run();
		}
	}

	private void complete(CompletableFuture<H2Response> future, Outcome outcome, boolean decode) {
		try {
			H2Response response = outcome.orThrow();
			future.complete(decode ? this.decoding.decode(response) : response);
		}
		catch (H2ClientException ex) {
			future.completeExceptionally(ex);
		}
	}

	@Override
	public Map<Endpoint, PoolStats> stats() {
		return this.pool.allStats();
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.onClose.run();
		}
	}

}

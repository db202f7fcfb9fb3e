package io.conpool;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.conpool.call.Call;
import io.conpool.call.CallContext;
import io.conpool.call.ContentDecoding;
import io.conpool.call.Outcome;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpConnection;
import io.conpool.http.RequestDefaults;
import io.conpool.http.StreamedResponse;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolStats;

/**
 * The client over a pool. Application code runs on the waiting thread or on the callback
 * executor, never on an event loop. Safe for use by several threads.
 */
final class PooledH2Client<S extends HttpConnection> implements H2Client {

	private final Conpool<S> pool;

	private final CallContext<S> context;

	private final RequestDefaults defaults;

	private final ContentDecoding decoding;

	private final UnaryOperator<H2Response> decoded;

	private final Executor callbacks;

	private final Runnable onClose;

	private final AtomicBoolean closed = new AtomicBoolean();

	PooledH2Client(Conpool<S> pool, CallContext<S> context, RequestDefaults defaults, ContentDecoding decoding,
			Executor callbacks, Runnable onClose) {
		this.pool = pool;
		this.context = context;
		this.defaults = defaults;
		this.decoding = decoding;
		this.decoded = decoding::decode;
		this.callbacks = callbacks;
		this.onClose = onClose;
	}

	@Override
	public H2Request.Builder request(String method, String uri) {
		return this.defaults.request(method, uri);
	}

	@Override
	public H2Response send(H2Request given) {
		H2Request request = this.defaults.applyTo(given);
		boolean decode = this.decoding.appliesTo(request);
		H2Response response = await(whole(request, decode));
		return decode ? this.decoding.decode(response) : response;
	}

	@Override
	public StreamedResponse stream(H2Request given) {
		H2Request request = this.defaults.applyTo(given);
		boolean decode = this.decoding.appliesTo(request);
		StreamedResponse response = await(streamed(request, decode));
		return decode ? this.decoding.decode(request, response) : response;
	}

	private <R> R await(Call<S, R> call) {
		if (this.closed.get()) {
			throw new H2Error.ClientClosed().asException();
		}
		CompletableFuture<Outcome<R>> outcome = call.start();
		try {
			return outcome.get().orThrow();
		}
		catch (InterruptedException ex) {
			call.cancel();
			Thread.currentThread().interrupt();
			return outcome.join().orThrow();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public CompletableFuture<H2Response> sendAsync(H2Request given) {
		H2Request request = this.defaults.applyTo(given);
		boolean decode = this.decoding.appliesTo(request);
		return future(whole(request, decode), decode ? this.decoded : UnaryOperator.identity(), (late) -> {
		});
	}

	@Override
	public CompletableFuture<StreamedResponse> streamAsync(H2Request given) {
		H2Request request = this.defaults.applyTo(given);
		boolean decode = this.decoding.appliesTo(request);
		UnaryOperator<StreamedResponse> streamDecoded = decode ? (response) -> this.decoding.decode(request, response)
				: UnaryOperator.identity();
		return future(streamed(request, decode), streamDecoded, StreamedResponse::close);
	}

	private <R> CompletableFuture<R> future(Call<S, R> call, UnaryOperator<R> toResponse, Consumer<R> unwanted) {
		if (this.closed.get()) {
			return CompletableFuture.failedFuture(new H2Error.ClientClosed().asException());
		}
		return CallFuture.start(call, toResponse, unwanted, this.callbacks);
	}

	private Call<S, H2Response> whole(H2Request request, boolean decode) {
		return Call.whole(decode ? this.decoding.offer(request) : request, this.context);
	}

	private Call<S, StreamedResponse> streamed(H2Request request, boolean decode) {
		return Call.streamed(decode ? this.decoding.offer(request) : request, this.context);
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

	@Override
	public CompletableFuture<Void> warmUp(Endpoint endpoint) {
		CompletableFuture<Void> warmed = new CompletableFuture<>();
		this.pool.warmUp(endpoint).whenComplete((done, thrown) -> callBack(() -> {
			if (thrown != null) {
				warmed.completeExceptionally(thrown);
			}
			else {
				warmed.complete(null);
			}
		}));
		return warmed;
	}

	@Override
	public Map<Endpoint, PoolStats> stats() {
		return this.pool.allStats();
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.context.close();
			this.onClose.run();
		}
	}

}

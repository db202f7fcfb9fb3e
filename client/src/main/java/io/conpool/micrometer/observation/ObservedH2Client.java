package io.conpool.micrometer.observation;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

import io.conpool.H2Client;
import io.conpool.endpoint.Endpoint;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.StreamedResponse;
import io.conpool.pool.PoolStats;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A client whose calls are observed, each once, however it ends, and whatever the number
 * of its attempts. The observation begins on the calling thread, is the child of the one
 * that is current there, and is current itself while the call is begun, or, if the caller
 * waits, until there is a response. It ends with the response, and for a streamed one
 * when its content has arrived, or will not. Not for use below another client that
 * observes its calls itself, or they would be counted twice. Safe for use by several
 * threads.
 */
public final class ObservedH2Client implements H2Client {

	private final H2Client client;

	private final ObservationRegistry registry;

	private final @Nullable H2ClientObservationConvention convention;

	private ObservedH2Client(H2Client client, ObservationRegistry registry,
			@Nullable H2ClientObservationConvention convention) {
		this.client = client;
		this.registry = registry;
		this.convention = convention;
	}

	/**
	 * Observes a client's calls.
	 * @param client the client; closed with the one that is returned
	 * @param registry where observations are handled
	 * @param convention names them, or null for the registry's global one, if it has one,
	 * or {@link DefaultH2ClientObservationConvention}
	 * @return the client that is to be used in its place: itself if the registry is
	 * {@link ObservationRegistry#NOOP}
	 */
	public static H2Client observe(H2Client client, ObservationRegistry registry,
			@Nullable H2ClientObservationConvention convention) {
		return registry.isNoop() ? client : new ObservedH2Client(client, registry, convention);
	}

	@Override
	public H2Request.Builder request(String method, String uri) {
		return this.client.request(method, uri);
	}

	@Override
	public H2Response send(H2Request request) {
		return waiting(request, this.client::send, ObservedH2Client::whole);
	}

	@Override
	public StreamedResponse stream(H2Request request) {
		return waiting(request, this.client::stream, ObservedCall::streams);
	}

	@Override
	public CompletableFuture<H2Response> sendAsync(H2Request request) {
		return later(request, this.client::sendAsync, ObservedH2Client::whole, (unwanted) -> {
		});
	}

	@Override
	public CompletableFuture<StreamedResponse> streamAsync(H2Request request) {
		return later(request, this.client::streamAsync, ObservedCall::streams, StreamedResponse::close);
	}

	private static void whole(ObservedCall call, H2Response response) {
		call.responded(response.status(), response.headers());
		call.end();
	}

	private <R> R waiting(H2Request request, Function<H2Request, R> send, BiConsumer<ObservedCall, R> onResponse) {
		ObservedCall call = begin(request);
		R response = inScope(call, send);
		onResponse.accept(call, response);
		return response;
	}

	private <R> CompletableFuture<R> later(H2Request request, Function<H2Request, CompletableFuture<R>> send,
			BiConsumer<ObservedCall, R> onResponse, Consumer<R> unwanted) {
		ObservedCall call = begin(request);
		CompletableFuture<R> sent = inScope(call, send);
		// Not a dependent's: the observation ends before what depends on the future runs.
		CompletableFuture<R> future = new CompletableFuture<>();
		sent.whenComplete((response, thrown) -> {
			if (thrown != null) {
				call.failed(thrown);
				future.completeExceptionally(thrown);
				return;
			}
			onResponse.accept(call, response);
			if (!future.complete(response)) {
				unwanted.accept(response);
			}
		});
		// Whoever completes the future has given up on the call.
		future.whenComplete((response, thrown) -> sent.cancel(false));
		return future;
	}

	private ObservedCall begin(H2Request request) {
		return ObservedCall.begin(request, this.convention, this.registry);
	}

	private static <T> T inScope(ObservedCall call, Function<H2Request, T> send) {
		try {
			return call.inScope(send);
		}
		catch (RuntimeException | Error ex) {
			call.failed(ex);
			throw ex;
		}
	}

	@Override
	public CompletableFuture<Void> warmUp(Endpoint endpoint) {
		return this.client.warmUp(endpoint);
	}

	@Override
	public Map<Endpoint, PoolStats> stats() {
		return this.client.stats();
	}

	@Override
	public void close() {
		this.client.close();
	}

}

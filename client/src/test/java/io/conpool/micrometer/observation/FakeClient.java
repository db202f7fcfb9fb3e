package io.conpool.micrometer.observation;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import io.conpool.H2Client;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpHeaders;
import io.conpool.http.ResponseBody;
import io.conpool.http.StreamedResponse;
import io.conpool.pool.PoolStats;

/**
 * A client without a network: each call ends as the test says. Confined to one thread.
 */
final class FakeClient implements H2Client {

	final CompletableFuture<H2Response> response = new CompletableFuture<>();

	final CompletableFuture<StreamedResponse> streamed = new CompletableFuture<>();

	final List<H2Request> requests = new ArrayList<>();

	Runnable onRequest = () -> {
	};

	boolean closed;

	/** A response whose content the body delivers. */
	static StreamedResponse streaming(int status, Content content) {
		return new StreamedResponse(status, HttpHeaders.empty(), content, URI.create("https://example.org/"));
	}

	@Override
	public H2Request.Builder request(String method, String uri) {
		return H2Request.builder(method, URI.create("https://example.org").resolve(uri));
	}

	@Override
	public H2Response send(H2Request request) {
		return waiting(sendAsync(request));
	}

	@Override
	public StreamedResponse stream(H2Request request) {
		return waiting(streamAsync(request));
	}

	private static <R> R waiting(CompletableFuture<R> response) {
		try {
			return response.join();
		}
		catch (CompletionException ex) {
			throw (RuntimeException) ex.getCause();
		}
	}

	@Override
	public CompletableFuture<H2Response> sendAsync(H2Request request) {
		this.requests.add(request);
		this.onRequest.run();
		return this.response;
	}

	@Override
	public CompletableFuture<StreamedResponse> streamAsync(H2Request request) {
		this.requests.add(request);
		this.onRequest.run();
		return this.streamed;
	}

	@Override
	public CompletableFuture<Void> warmUp(Endpoint endpoint) {
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public Map<Endpoint, PoolStats> stats() {
		return Map.of();
	}

	@Override
	public void close() {
		this.closed = true;
	}

	/** Content whose arrival the test decides on. */
	static final class Content implements ResponseBody {

		final CompletableFuture<Void> arrival = new CompletableFuture<>();

		boolean closed;

		@Override
		public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletableFuture<HttpHeaders> trailers() {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletionStage<Void> arrival() {
			return this.arrival;
		}

		@Override
		public void close() {
			this.closed = true;
			this.arrival.completeExceptionally(new H2Error.Cancelled(true).asException());
		}

	}

}

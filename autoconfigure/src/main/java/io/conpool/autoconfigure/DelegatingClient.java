package io.conpool.autoconfigure;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.conpool.H2Client;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.StreamedResponse;
import io.conpool.pool.PoolStats;

/**
 * A client that stands for another one, asked for anew at each call. Safe for use by
 * several threads if that is.
 */
abstract class DelegatingClient implements H2Client {

	/**
	 * The client that is to do it.
	 * @return the client
	 * @throws H2ClientException if there is none
	 */
	abstract H2Client delegate();

	@Override
	public H2Request.Builder request(String method, String uri) {
		return delegate().request(method, uri);
	}

	@Override
	public H2Response send(H2Request request) {
		return delegate().send(request);
	}

	@Override
	public CompletableFuture<H2Response> sendAsync(H2Request request) {
		return future((client) -> client.sendAsync(request));
	}

	@Override
	public StreamedResponse stream(H2Request request) {
		return delegate().stream(request);
	}

	@Override
	public CompletableFuture<StreamedResponse> streamAsync(H2Request request) {
		return future((client) -> client.streamAsync(request));
	}

	@Override
	public CompletableFuture<Void> warmUp(Endpoint endpoint) {
		return future((client) -> client.warmUp(endpoint));
	}

	@Override
	public Map<Endpoint, PoolStats> stats() {
		return delegate().stats();
	}

	private <T> CompletableFuture<T> future(Function<H2Client, CompletableFuture<T>> action) {
		try {
			return action.apply(delegate());
		}
		catch (H2ClientException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}

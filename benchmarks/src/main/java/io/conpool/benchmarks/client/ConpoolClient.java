package io.conpool.benchmarks.client;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.http.StreamedResponse;
import io.conpool.micrometer.ConpoolMetrics;
import io.conpool.pool.PoolConfig;
import io.conpool.transport.TlsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Conpool H2: the defaults, with meters. Immutable.
 */
final class ConpoolClient implements ClientUnderTest {

	private final H2Client client;

	private final boolean keepsRequests;

	private ConpoolClient(H2Client client, boolean keepsRequests) {
		this.client = client;
		this.keepsRequests = keepsRequests;
	}

	/** As it comes. */
	static ConpoolClient withDefaults(ClientSettings settings) {
		return new ConpoolClient(start(settings, null), true);
	}

	/** Callbacks run on the event loop, as with the peers that have no executor. */
	static ConpoolClient callingBackInPlace(ClientSettings settings) {
		return new ConpoolClient(start(settings, Runnable::run), true);
	}

	/** Callbacks run on the event loop, and every request is put together anew. */
	static ConpoolClient withNewRequests(ClientSettings settings) {
		return new ConpoolClient(start(settings, Runnable::run), false);
	}

	static H2Client start(ClientSettings settings, @Nullable Executor callbacks) {
		ConpoolMetrics metrics = new ConpoolMetrics("bench");
		metrics.bindTo(new SimpleMeterRegistry());
		TlsConfig tls = TlsConfig.defaults();
		H2ClientBuilder builder = H2Client.builder()
			.pool(PoolConfig.builder().maxConnections(settings.maxConnections()).build())
			.tls(new TlsConfig(null, settings.trust(), tls.protocols(), List.of()))
			.poolListener(metrics)
			.connectionListener(metrics)
			.callListener(metrics);
		if (callbacks != null) {
			builder.callbackExecutor(callbacks);
		}
		return builder.build();
	}

	@Override
	public PreparedCall prepare(BenchRequest request) {
		Supplier<H2Request> requests = () -> request(request);
		if (this.keepsRequests) {
			H2Request kept = request(request);
			requests = () -> kept;
		}
		return request.streamed() ? new Streamed(this.client, requests) : new Whole(this.client, requests);
	}

	private static H2Request request(BenchRequest request) {
		String uri = request.uri().toString();
		return request.isPost() ? H2Request.post(uri, RequestBody.bytes(request.content())).build()
				: H2Request.get(uri).build();
	}

	private static final class Whole extends FutureCall<H2Response> {

		private final H2Client client;

		private final Supplier<H2Request> requests;

		Whole(H2Client client, Supplier<H2Request> requests) {
			this.client = client;
			this.requests = requests;
		}

		@Override
		CompletionStage<H2Response> send() {
			return this.client.sendAsync(this.requests.get());
		}

		@Override
		public long perform() {
			H2Response response = this.client.send(this.requests.get());
			return Completion.requireOk(status(response), length(response));
		}

		@Override
		int status(H2Response response) {
			return response.status();
		}

		@Override
		long length(H2Response response) {
			return response.body().length;
		}

	}

	private static final class Streamed extends FutureCall<Long> {

		private final H2Client client;

		private final Supplier<H2Request> requests;

		Streamed(H2Client client, Supplier<H2Request> requests) {
			this.client = client;
			this.requests = requests;
		}

		@Override
		CompletionStage<Long> send() {
			return this.client.streamAsync(this.requests.get()).thenCompose(Streamed::read);
		}

		private static CompletionStage<Long> read(StreamedResponse response) {
			Completion.requireOk(response.status(), 0);
			return response.body().discard();
		}

		@Override
		int status(Long length) {
			return 200;
		}

		@Override
		long length(Long length) {
			return length;
		}

	}

}

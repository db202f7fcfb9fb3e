package io.conpool.benchmarks.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.TrustOptions;

/**
 * Vert.x: one event loop per processor, so that callbacks need no change of threads;
 * native transport, prior knowledge, windows of 1 MiB and 16 MiB as Conpool has them.
 * Immutable.
 */
final class VertxClient implements ClientUnderTest {

	private final HttpClient client;

	VertxClient(ClientSettings settings) {
		Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true)
			.setEventLoopPoolSize(Runtime.getRuntime().availableProcessors()));
		HttpClientOptions options = new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2)
			.setHttp2ClearTextUpgrade(false)
			.setInitialSettings(new Http2Settings().setInitialWindowSize(1024 * 1024))
			.setHttp2ConnectionWindowSize(16 * 1024 * 1024)
			.setUseAlpn(true)
			.setTrustOptions(TrustOptions.wrap(settings.trust()))
			.setSslEngineOptions(
					OpenSSLEngineOptions.isAlpnAvailable() ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions());
		this.client = vertx.httpClientBuilder()
			.with(options)
			.with(new PoolOptions().setHttp2MaxSize(settings.maxConnections()))
			.build();
	}

	@Override
	public PreparedCall prepare(BenchRequest request) {
		RequestOptions options = new RequestOptions().setAbsoluteURI(request.uri().toString())
			.setMethod(request.isPost() ? HttpMethod.POST : HttpMethod.GET);
		return new Call(this.client, options, Buffer.buffer(request.content()), request.streamed());
	}

	private static final class Call implements PreparedCall {

		private final HttpClient client;

		private final RequestOptions options;

		private final Buffer content;

		private final boolean streamed;

		Call(HttpClient client, RequestOptions options, Buffer content, boolean streamed) {
			this.client = client;
			this.options = options;
			this.content = content;
			this.streamed = streamed;
		}

		@Override
		public void start(Completion completion) {
			send().onComplete((length) -> completion.succeeded(200, length), completion::failed);
		}

		@Override
		public long perform() throws Exception {
			return send().toCompletionStage().toCompletableFuture().get();
		}

		private Future<Long> send() {
			// Not two steps one after the other: this thread could add the second one
			// when
			// the response has passed
			return this.client.request(this.options).compose((request) -> exchange(request).compose(this::length));
		}

		private Future<HttpClientResponse> exchange(HttpClientRequest request) {
			return (this.content.length() == 0) ? request.send() : request.send(this.content);
		}

		private Future<Long> length(HttpClientResponse response) {
			Completion.requireOk(response.statusCode(), 0);
			if (!this.streamed) {
				return response.body().map((body) -> (long) body.length());
			}
			long[] length = new long[1];
			response.handler((buffer) -> length[0] += buffer.length());
			return response.end().map((end) -> length[0]);
		}

	}

}

package io.conpool.benchmarks.client;

import java.nio.ByteBuffer;

import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.jspecify.annotations.Nullable;

/**
 * Apache HttpClient 5, asynchronous: one I/O thread per processor, no cookies, redirects
 * or cached authentication, windows of 1 MiB. Where one connection is enough it is the
 * client for HTTP/2 alone, else the pooling one with its option for multiplexing.
 * Immutable.
 */
final class HttpComponentsClient implements ClientUnderTest {

	static final H2Config HTTP2 = H2Config.custom()
		.setPushEnabled(false)
		.setMaxConcurrentStreams(1_000)
		.setInitialWindowSize(1024 * 1024)
		.build();

	static final IOReactorConfig THREADS = IOReactorConfig.custom()
		.setIoThreadCount(Runtime.getRuntime().availableProcessors())
		.setTcpNoDelay(true)
		.build();

	private final CloseableHttpAsyncClient client;

	HttpComponentsClient(ClientSettings settings) {
		TlsStrategy tls = ClientTlsStrategyBuilder.create().setSslContext(settings.sslContext()).buildAsync();
		this.client = (settings.maxConnections() == 1) ? multiplexing(tls) : pooling(tls, settings.maxConnections());
		this.client.start();
	}

	private static CloseableHttpAsyncClient multiplexing(TlsStrategy tls) {
		return HttpAsyncClients.customHttp2()
			.setH2Config(HTTP2)
			.setIOReactorConfig(THREADS)
			.setTlsStrategy(tls)
			.disableCookieManagement()
			.disableAuthCaching()
			.disableRedirectHandling()
			.build();
	}

	private static CloseableHttpAsyncClient pooling(TlsStrategy tls, int maxConnections) {
		return HttpAsyncClients.custom()
			.setH2Config(HTTP2)
			.setIOReactorConfig(THREADS)
			.setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
				.setTlsStrategy(tls)
				.setDefaultTlsConfig(TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_2).build())
				.setMaxConnPerRoute(maxConnections)
				.setMaxConnTotal(Integer.MAX_VALUE)
				.setMessageMultiplexing(true)
				.build())
			.disableCookieManagement()
			.disableAuthCaching()
			.disableRedirectHandling()
			.build();
	}

	@Override
	public PreparedCall prepare(BenchRequest request) {
		return new Call(this.client, request);
	}

	private static final class Call implements PreparedCall {

		private final CloseableHttpAsyncClient client;

		private final BenchRequest request;

		Call(CloseableHttpAsyncClient client, BenchRequest request) {
			this.client = client;
			this.request = request;
		}

		// Has a state, so it cannot be kept
		private SimpleHttpRequest request() {
			if (!this.request.isPost()) {
				return SimpleRequestBuilder.get(this.request.uri()).build();
			}
			return SimpleRequestBuilder.post(this.request.uri())
				.setBody(this.request.content(), ContentType.APPLICATION_OCTET_STREAM)
				.build();
		}

		@Override
		public void start(Completion completion) {
			SimpleRequestProducer producer = SimpleRequestProducer.create(request());
			if (this.request.streamed()) {
				this.client.execute(producer, new CountingConsumer(), callback(completion, 200));
			}
			else {
				this.client.execute(producer, SimpleResponseConsumer.create(), gathered(completion));
			}
		}

		private static FutureCallback<SimpleHttpResponse> gathered(Completion completion) {
			return new Callback<>(completion) {
				@Override
				public void completed(SimpleHttpResponse response) {
					completion.succeeded(response.getCode(), response.getBodyBytes().length);
				}
			};
		}

		private static FutureCallback<Long> callback(Completion completion, int status) {
			return new Callback<>(completion) {
				@Override
				public void completed(Long length) {
					completion.succeeded(status, length);
				}
			};
		}

		@Override
		public long perform() throws Exception {
			if (this.request.streamed()) {
				return Completion.await(this);
			}
			SimpleHttpResponse response = this.client
				.execute(SimpleRequestProducer.create(request()), SimpleResponseConsumer.create(), null)
				.get();
			return Completion.requireOk(response.getCode(), response.getBodyBytes().length);
		}

	}

	private abstract static class Callback<R> implements FutureCallback<R> {

		private final Completion completion;

		Callback(Completion completion) {
			this.completion = completion;
		}

		@Override
		public void failed(Exception ex) {
			this.completion.failed(ex);
		}

		@Override
		public void cancelled() {
			this.completion.failed(new IllegalStateException("cancelled"));
		}

	}

	private static final class CountingConsumer extends AbstractBinResponseConsumer<Long> {

		private long count;

		@Override
		protected void start(HttpResponse response, @Nullable ContentType contentType) {
			Completion.requireOk(response.getCode(), 0);
		}

		@Override
		protected int capacityIncrement() {
			return Integer.MAX_VALUE;
		}

		@Override
		protected void data(ByteBuffer content, boolean last) {
			this.count += content.remaining();
			content.position(content.limit());
		}

		@Override
		protected Long buildResult() {
			return this.count;
		}

		@Override
		public void releaseResources() {
			// Has none
		}

	}

}

package io.conpool.benchmarks.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.Http2AllocationStrategy;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;

/**
 * Reactor Netty: one event loop per processor, a pool without a limit on those that wait,
 * which uses a connection to its limit before it opens another, windows of 1 MiB; a Mono
 * that is kept and subscribed to for every call. Immutable.
 */
final class ReactorNettyClient implements ClientUnderTest {

	private final HttpClient client;

	ReactorNettyClient(ClientSettings settings) {
		this.client = client(settings);
	}

	static HttpClient cleartext(ClientSettings settings) {
		return withoutTls(client(settings));
	}

	private static HttpClient withoutTls(HttpClient client) {
		return client.noSSL().protocol(HttpProtocol.H2C);
	}

	private static HttpClient client(ClientSettings settings) {
		ConnectionProvider connections = ConnectionProvider.builder("bench")
			.pendingAcquireMaxCount(-1)
			.allocationStrategy(Http2AllocationStrategy.builder()
				.minConnections(1)
				.maxConnections(settings.maxConnections())
				.maxConcurrentStreams(1_000)
				.strictConnectionReuse(true)
				.build())
			.build();
		LoopResources loops = LoopResources.create("bench", Runtime.getRuntime().availableProcessors(), true);
		SslProvider.GenericSslContextSpec<?> tls = Http2SslContextSpec.forClient()
			.configure((context) -> context.trustManager(settings.trust()).ciphers(Http2SecurityUtil.CIPHERS));
		return HttpClient.create(connections)
			.runOn(loops)
			.http2Settings((http2) -> http2.initialWindowSize(1024 * 1024))
			.secure((spec) -> spec.sslContext(tls));
	}

	@Override
	public PreparedCall prepare(BenchRequest request) {
		HttpClient protocol = request.uri().getScheme().equals("https") ? this.client.protocol(HttpProtocol.H2)
				: withoutTls(this.client);
		HttpClient.ResponseReceiver<?> receiver = request.isPost()
				? protocol.post()
					.uri(request.uri())
					.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(request.content())))
				: protocol.get().uri(request.uri());
		if (request.streamed()) {
			return new Call(receiver.response((response, content) -> {
				requireOk(response);
				return content.map(ByteBuf::readableBytes).reduce(0L, Long::sum);
			}).single());
		}
		return new Call(receiver.responseSingle(ReactorNettyClient::gathered));
	}

	private static Mono<Long> gathered(HttpClientResponse response, ByteBufMono content) {
		requireOk(response);
		return content.asByteArray().map((bytes) -> (long) bytes.length);
	}

	private static void requireOk(HttpClientResponse response) {
		Completion.requireOk(response.status().code(), 0);
	}

	private static final class Call implements PreparedCall {

		private final Mono<Long> exchange;

		Call(Mono<Long> exchange) {
			this.exchange = exchange;
		}

		@Override
		public void start(Completion completion) {
			this.exchange.subscribe((length) -> completion.succeeded(200, length), completion::failed);
		}

		@Override
		public long perform() {
			return this.exchange.blockOptional().orElseThrow();
		}

	}

}

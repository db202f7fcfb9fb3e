package io.conpool.benchmarks.client;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.stream.SubscriptionOption;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Armeria: one event loop per processor, prior knowledge, idle connections are kept for a
 * minute, windows of 1 MiB and 16 MiB, no limit on the response. It opens further
 * connections at the stream limit and has no setting for their number. Immutable.
 */
final class ArmeriaClient implements ClientUnderTest {

	private final ClientFactory factory;

	ArmeriaClient(ClientSettings settings) {
		this.factory = ClientFactory.builder()
			.workerGroup(Runtime.getRuntime().availableProcessors())
			.idleTimeout(Duration.ofMinutes(1))
			.http2InitialStreamWindowSize(1024 * 1024)
			.http2InitialConnectionWindowSize(16 * 1024 * 1024)
			.tlsCustomizer((tls) -> tls.trustManager(settings.trust()))
			.build();
	}

	@Override
	public PreparedCall prepare(BenchRequest request) {
		URI uri = request.uri();
		String scheme = uri.getScheme().equals("https") ? "h2" : "h2c";
		WebClient client = WebClient.builder(scheme + "://" + uri.getAuthority())
			.factory(this.factory)
			.maxResponseLength(0)
			.build();
		RequestHeaders headers = request.isPost()
				? RequestHeaders.builder(HttpMethod.POST, uri.getPath()).contentType(MediaType.OCTET_STREAM).build()
				: RequestHeaders.of(HttpMethod.GET, uri.getPath());
		return request.streamed() ? new Streamed(client, headers)
				: new Whole(client, headers, HttpData.wrap(request.content()));
	}

	private static final class Whole extends FutureCall<AggregatedHttpResponse> {

		private final WebClient client;

		private final RequestHeaders headers;

		private final HttpData content;

		Whole(WebClient client, RequestHeaders headers, HttpData content) {
			this.client = client;
			this.headers = headers;
			this.content = content;
		}

		private HttpRequest request() {
			return this.content.isEmpty() ? HttpRequest.of(this.headers) : HttpRequest.of(this.headers, this.content);
		}

		@Override
		CompletableFuture<AggregatedHttpResponse> send() {
			return this.client.execute(request()).aggregate();
		}

		@Override
		public long perform() {
			AggregatedHttpResponse response = this.client.blocking().execute(request());
			return Completion.requireOk(status(response), length(response));
		}

		@Override
		int status(AggregatedHttpResponse response) {
			return response.status().code();
		}

		@Override
		long length(AggregatedHttpResponse response) {
			return response.content().length();
		}

	}

	private static final class Streamed extends FutureCall<Long> {

		private final WebClient client;

		private final RequestHeaders headers;

		Streamed(WebClient client, RequestHeaders headers) {
			this.client = client;
			this.headers = headers;
		}

		@Override
		CompletableFuture<Long> send() {
			HttpResponse response = this.client.execute(HttpRequest.of(this.headers));
			Counter counter = new Counter();
			response.subscribe(counter, SubscriptionOption.WITH_POOLED_OBJECTS);
			return response.whenComplete().thenApply((end) -> counter.length);
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

	private static final class Counter implements Subscriber<HttpObject> {

		private long length;

		@Override
		public void onSubscribe(Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(HttpObject part) {
			if (part instanceof ResponseHeaders headers) {
				Completion.requireOk(headers.status().code(), 0);
			}
			if (part instanceof HttpData data) {
				this.length += data.length();
				data.close();
			}
		}

		@Override
		public void onError(Throwable thrown) {
			// Fails the future, too
		}

		@Override
		public void onComplete() {
			// Completes the future, too
		}

	}

}

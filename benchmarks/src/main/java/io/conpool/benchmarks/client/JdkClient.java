package io.conpool.benchmarks.client;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletionStage;

/**
 * The JDK's HttpClient: HTTP/2, by an upgrade where there is no TLS; its own executor,
 * which its documentation advises to leave alone. It has one connection per endpoint.
 * Immutable.
 */
final class JdkClient implements ClientUnderTest {

	private final HttpClient client;

	JdkClient(ClientSettings settings) {
		this.client = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_2)
			.sslContext(settings.sslContext())
			.build();
	}

	@Override
	public PreparedCall prepare(BenchRequest request) {
		HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri());
		if (request.isPost()) {
			builder.POST(BodyPublishers.ofByteArray(request.content()));
		}
		HttpRequest kept = builder.build();
		return request.streamed() ? streamed(kept) : new Whole(this.client, kept);
	}

	private PreparedCall streamed(HttpRequest request) {
		return new FutureCall<HttpResponse<Long>>() {
			@Override
			CompletionStage<HttpResponse<Long>> send() {
				CountingSubscriber subscriber = new CountingSubscriber();
				BodyHandler<Long> counting = BodyHandlers.fromSubscriber(subscriber, CountingSubscriber::count);
				return JdkClient.this.client.sendAsync(request, counting);
			}

			@Override
			int status(HttpResponse<Long> response) {
				return response.statusCode();
			}

			@Override
			long length(HttpResponse<Long> response) {
				return response.body();
			}
		};
	}

	private static final class Whole extends FutureCall<HttpResponse<byte[]>> {

		private final HttpClient client;

		private final HttpRequest request;

		Whole(HttpClient client, HttpRequest request) {
			this.client = client;
			this.request = request;
		}

		@Override
		CompletionStage<HttpResponse<byte[]>> send() {
			return this.client.sendAsync(this.request, BodyHandlers.ofByteArray());
		}

		@Override
		public long perform() throws Exception {
			HttpResponse<byte[]> response = this.client.send(this.request, BodyHandlers.ofByteArray());
			return Completion.requireOk(status(response), length(response));
		}

		@Override
		int status(HttpResponse<byte[]> response) {
			return response.statusCode();
		}

		@Override
		long length(HttpResponse<byte[]> response) {
			return response.body().length;
		}

	}

}

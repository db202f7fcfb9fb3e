package io.conpool.benchmarks.client;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * OkHttp: as many calls at once as the workload has, prior knowledge where there is no
 * TLS. It has no setting for the number of connections. Immutable.
 */
final class OkHttp implements ClientUnderTest {

	private final OkHttpClient client;

	private final OkHttpClient cleartext;

	OkHttp(ClientSettings settings) {
		Dispatcher dispatcher = new Dispatcher();
		dispatcher.setMaxRequests(settings.inFlight());
		dispatcher.setMaxRequestsPerHost(settings.inFlight());
		this.client = new OkHttpClient.Builder().dispatcher(dispatcher)
			.connectionPool(new ConnectionPool(settings.maxConnections(), 5, TimeUnit.MINUTES))
			.sslSocketFactory(settings.sslContext().getSocketFactory(), settings.trustManager())
			.build();
		this.cleartext = this.client.newBuilder().protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)).build();
	}

	@Override
	public PreparedCall prepare(BenchRequest request) {
		Request.Builder builder = new Request.Builder().url(request.uri().toString());
		if (request.isPost()) {
			builder.post(RequestBody.create(request.content()));
		}
		OkHttpClient chosen = request.uri().getScheme().equals("https") ? this.client : this.cleartext;
		return new PreparedRequest(chosen, builder.build(), request.streamed());
	}

	private static final class PreparedRequest implements PreparedCall {

		private final OkHttpClient client;

		private final Request request;

		private final boolean streamed;

		PreparedRequest(OkHttpClient client, Request request, boolean streamed) {
			this.client = client;
			this.request = request;
			this.streamed = streamed;
		}

		@Override
		public void start(Completion completion) {
			this.client.newCall(this.request).enqueue(new Callback() {
				@Override
				public void onFailure(Call call, IOException ex) {
					completion.failed(ex);
				}

				@Override
				public void onResponse(Call call, Response response) {
					long length;
					try (response) {
						length = length(response);
					}
					catch (IOException ex) {
						completion.failed(ex);
						return;
					}
					completion.succeeded(response.code(), length);
				}
			});
		}

		@Override
		public long perform() throws IOException {
			try (Response response = this.client.newCall(this.request).execute()) {
				return Completion.requireOk(response.code(), length(response));
			}
		}

		private long length(Response response) throws IOException {
			if (!this.streamed) {
				return response.body().bytes().length;
			}
			BufferedSource source = response.body().source();
			long length = 0;
			while (!source.exhausted()) {
				long arrived = source.getBuffer().size();
				source.skip(arrived);
				length += arrived;
			}
			return length;
		}

	}

}

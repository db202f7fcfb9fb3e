package io.conpool.benchmarks.client;

import java.net.URI;

import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Jetty's HttpClient over its HTTP/2 transport: one selector per processor, its own
 * thread pool, no limit on those that wait, windows of 1 MiB and 16 MiB. Immutable.
 */
final class JettyClient implements ClientUnderTest {

	private final HttpClient client;

	JettyClient(ClientSettings settings) {
		SslContextFactory.Client tls = new SslContextFactory.Client();
		tls.setSslContext(settings.sslContext());
		ClientConnector connector = new ClientConnector();
		connector.setSslContextFactory(tls);
		this.client = new HttpClient(transport(connector));
		setUp(this.client, settings);
		try {
			this.client.start();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	static HttpClientTransport transport(ClientConnector connector) {
		connector.setSelectors(Runtime.getRuntime().availableProcessors());
		HTTP2Client http2 = new HTTP2Client(connector);
		http2.setInitialStreamRecvWindow(1024 * 1024);
		http2.setInitialSessionRecvWindow(16 * 1024 * 1024);
		return new HttpClientTransportOverHTTP2(http2);
	}

	static void setUp(HttpClient client, ClientSettings settings) {
		client.setMaxConnectionsPerDestination(settings.maxConnections());
		client.setMaxRequestsQueuedPerDestination(Integer.MAX_VALUE);
	}

	@Override
	public PreparedCall prepare(BenchRequest request) {
		return request.streamed() ? new Streamed(this.client, request.uri()) : new Whole(this.client, request);
	}

	private static final class Whole implements PreparedCall {

		private final HttpClient client;

		private final BenchRequest request;

		Whole(HttpClient client, BenchRequest request) {
			this.client = client;
			this.request = request;
		}

		private Request request() {
			if (!this.request.isPost()) {
				return this.client.newRequest(this.request.uri());
			}
			return this.client.POST(this.request.uri())
				.body(new BytesRequestContent("application/octet-stream", this.request.content()));
		}

		@Override
		public void start(Completion completion) {
			request().send(new BufferingResponseListener() {
				@Override
				public void onComplete(Result result) {
					if (result.isSucceeded()) {
						completion.succeeded(result.getResponse().getStatus(), getContent().length);
					}
					else {
						completion.failed(result.getFailure());
					}
				}
			});
		}

		@Override
		public long perform() throws Exception {
			var response = request().send();
			return Completion.requireOk(response.getStatus(), response.getContent().length);
		}

	}

	private static final class Streamed implements PreparedCall {

		private final HttpClient client;

		private final URI uri;

		Streamed(HttpClient client, URI uri) {
			this.client = client;
			this.uri = uri;
		}

		@Override
		public void start(Completion completion) {
			long[] length = new long[1];
			this.client.newRequest(this.uri)
				.onResponseContent((response, content) -> length[0] += content.remaining())
				.send((result) -> {
					if (result.isSucceeded()) {
						completion.succeeded(result.getResponse().getStatus(), length[0]);
					}
					else {
						completion.failed(result.getFailure());
					}
				});
		}

		@Override
		public long perform() throws Exception {
			return Completion.await(this);
		}

	}

}

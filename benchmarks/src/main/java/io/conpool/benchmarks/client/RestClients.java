package io.conpool.benchmarks.client;

import io.conpool.H2Client;
import io.conpool.autoconfigure.restclient.H2ClientHttpRequestFactoryBuilder;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * Spring's RestClient over the factories that Boot makes, with the HTTP/2 of those that
 * have it. Immutable.
 */
final class RestClients implements ClientUnderTest {

	private final RestClient client;

	private RestClients(ClientHttpRequestFactory factory) {
		this.client = RestClient.builder().requestFactory(factory).build();
	}

	static RestClients overConpool(ClientSettings settings) {
		H2Client client = ConpoolClient.start(settings, null);
		return new RestClients(new H2ClientHttpRequestFactoryBuilder((variant) -> client).build());
	}

	static RestClients overJdk(ClientSettings settings) {
		return new RestClients(ClientHttpRequestFactoryBuilder.jdk().build());
	}

	static RestClients overReactorNetty(ClientSettings settings) {
		return new RestClients(ClientHttpRequestFactoryBuilder.reactor()
			.withHttpClientFactory(() -> ReactorNettyClient.cleartext(settings))
			.build());
	}

	static RestClients overJetty(ClientSettings settings) {
		return new RestClients(ClientHttpRequestFactoryBuilder.jetty()
			.withHttpClientTransportFactory(JettyClient::transport)
			.withHttpClientCustomizer((client) -> JettyClient.setUp(client, settings))
			.build());
	}

	/** Speaks HTTP/1.1 alone, so it gets a connection for each thread. */
	static RestClients overHttpComponents(ClientSettings settings) {
		return new RestClients(ClientHttpRequestFactoryBuilder.httpComponents()
			.withConnectionManagerCustomizer((connections) -> connections.setMaxConnPerRoute(settings.inFlight())
				.setMaxConnTotal(settings.inFlight()))
			.build());
	}

	@Override
	public PreparedCall prepare(BenchRequest request) {
		return new PreparedCall() {
			@Override
			public void start(Completion completion) {
				throw new UnsupportedOperationException("RestClient waits");
			}

			@Override
			public long perform() {
				ResponseEntity<byte[]> response = RestClients.this.client.get()
					.uri(request.uri())
					.retrieve()
					.toEntity(byte[].class);
				byte[] body = response.getBody();
				return Completion.requireOk(response.getStatusCode().value(), (body != null) ? body.length : 0);
			}
		};
	}

}

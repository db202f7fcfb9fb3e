package io.conpool.benchmarks.client;

import io.conpool.H2Client;
import io.conpool.autoconfigure.webclient.H2ClientHttpConnectorBuilder;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import reactor.core.publisher.Mono;

import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Spring's WebClient over the connectors that Boot makes, with HTTP/2. Immutable.
 */
final class WebClients implements ClientUnderTest {

	private final WebClient client;

	private WebClients(ClientHttpConnector connector) {
		this.client = WebClient.builder().clientConnector(connector).build();
	}

	static WebClients overConpool(ClientSettings settings) {
		H2Client client = ConpoolClient.start(settings, null);
		return new WebClients(new H2ClientHttpConnectorBuilder((variant) -> client).build());
	}

	static WebClients overJdk(ClientSettings settings) {
		return new WebClients(ClientHttpConnectorBuilder.jdk().build());
	}

	static WebClients overReactorNetty(ClientSettings settings) {
		return new WebClients(ClientHttpConnectorBuilder.reactor()
			.withHttpClientFactory(() -> ReactorNettyClient.cleartext(settings))
			.build());
	}

	static WebClients overJetty(ClientSettings settings) {
		return new WebClients(ClientHttpConnectorBuilder.jetty()
			.withHttpClientTransportFactory(JettyClient::transport)
			.withHttpClientCustomizer((client) -> JettyClient.setUp(client, settings))
			.build());
	}

	static WebClients overHttpComponents(ClientSettings settings) {
		TlsConfig http2 = TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_2).build();
		return new WebClients(ClientHttpConnectorBuilder.httpComponents()
			.withHttpClientCustomizer((client) -> client.setH2Config(HttpComponentsClient.HTTP2)
				.setIOReactorConfig(HttpComponentsClient.THREADS))
			.withConnectionManagerCustomizer((connections) -> connections.setDefaultTlsConfig(http2)
				.setMaxConnPerRoute(settings.maxConnections())
				.setMessageMultiplexing(true))
			.build());
	}

	@Override
	public PreparedCall prepare(BenchRequest request) {
		Mono<ResponseEntity<byte[]>> exchange = this.client.get().uri(request.uri()).retrieve().toEntity(byte[].class);
		return new PreparedCall() {
			@Override
			public void start(Completion completion) {
				exchange.subscribe(
						(response) -> completion.succeeded(response.getStatusCode().value(), length(response)),
						completion::failed);
			}

			@Override
			public long perform() throws Exception {
				return Completion.await(this);
			}
		};
	}

	private static long length(ResponseEntity<byte[]> response) {
		byte[] body = response.getBody();
		return (body != null) ? body.length : 0;
	}

}

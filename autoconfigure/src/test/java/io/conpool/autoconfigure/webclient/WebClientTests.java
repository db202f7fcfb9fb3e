package io.conpool.autoconfigure.webclient;

import java.time.Duration;
import java.util.Map;

import io.conpool.autoconfigure.testsupport.AdapterTest;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * WebClient and {@code @HttpExchange} over the connector.
 */
class WebClientTests extends AdapterTest {

	private static final Duration LONG = Duration.ofSeconds(10);

	private final WebClient webClient = WebClient.builder()
		.clientConnector(new H2ClientHttpConnector(this.client, HttpClientSettings.defaults()))
		.build();

	WebClientTests() {
		this.server.on("/echo",
				(exchange) -> exchange.content()
					.thenAccept((content) -> exchange.respond(200, content, "content-type",
							exchange.header("content-type").stream().findFirst().orElse("text/plain"))));
	}

	@Test
	void jsonGoesBothWays() {
		assertThat(this.webClient.post()
			.uri(this.server.uri("/echo"))
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(Map.of("name", "value"))
			.retrieve()
			.bodyToMono(Map.class)
			.block(LONG)).isEqualTo(Map.of("name", "value"));
	}

	@Test
	void linesOfJsonGoBothWays() {
		assertThat(this.webClient.post()
			.uri(this.server.uri("/echo"))
			.contentType(MediaType.APPLICATION_NDJSON)
			.body(Flux.just(Map.of("n", 1), Map.of("n", 2)), Map.class)
			.retrieve()
			.bodyToFlux(Map.class)
			.collectList()
			.block(LONG)).hasSize(2);
	}

	@Test
	void anErrorStatusIsTheExceptionThatIsKnown() {
		assertThatExceptionOfType(WebClientResponseException.NotFound.class)
			.isThrownBy(() -> this.webClient.get()
				.uri(this.server.uri("/missing"))
				.retrieve()
				.bodyToMono(String.class)
				.block(LONG))
			.withMessageContaining("404 Not Found");
	}

	@Test
	void redirectsAreFollowedUnlessTheyMustNotBe() {
		this.server.on("/moved", (exchange) -> exchange.respond(307, "", "location", "/echo"));
		assertThat(this.webClient.post()
			.uri(this.server.uri("/moved"))
			.bodyValue("content")
			.retrieve()
			.bodyToMono(String.class)
			.block(LONG)).isEqualTo("content");
		assertThat(this.webClient.mutate()
			.clientConnector(new H2ClientHttpConnector(this.client,
					HttpClientSettings.defaults().withRedirects(HttpRedirects.DONT_FOLLOW)))
			.build()
			.post()
			.uri(this.server.uri("/moved"))
			.bodyValue("content")
			.retrieve()
			.toBodilessEntity()
			.block(LONG)
			.getStatusCode()
			.value()).isEqualTo(307);
	}

	@Test
	void callbacksMayBlock() {
		assertThat(this.webClient.post()
			.uri(this.server.uri("/echo"))
			.bodyValue("outer")
			.retrieve()
			.bodyToMono(String.class)
			.map((outer) -> outer + this.webClient.post()
				.uri(this.server.uri("/echo"))
				.bodyValue("inner")
				.retrieve()
				.bodyToMono(String.class)
				.block(LONG))
			.block(LONG)).isEqualTo("outerinner");
	}

	@Test
	void httpExchangeIsServed() {
		this.server.on("/orders/7", (exchange) -> exchange.respond(200, "seven"));
		Orders orders = HttpServiceProxyFactory
			.builderFor(WebClientAdapter.create(this.webClient.mutate().baseUrl(this.server.url("")).build()))
			.build()
			.createClient(Orders.class);
		assertThat(orders.order(7).block(LONG)).isEqualTo("seven");
		assertThat(orders.echo("order")).isEqualTo("order");
	}

	@Test
	void aCallIsObservedOnce() {
		TestObservationRegistry registry = TestObservationRegistry.create();
		assertThat(this.webClient.mutate()
			.observationRegistry(registry)
			.build()
			.post()
			.uri(this.server.uri("/echo"))
			.bodyValue("text")
			.retrieve()
			.bodyToMono(String.class)
			.block(LONG)).isEqualTo("text");
		TestObservationRegistryAssert.assertThat(registry)
			.hasNumberOfObservationsWithNameEqualTo("http.client.requests", 1)
			.hasNumberOfObservationsEqualTo(1);
	}

	private interface Orders {

		@GetExchange("/orders/{id}")
		Mono<String> order(@PathVariable int id);

		@PostExchange("/echo")
		String echo(@RequestBody String body);

	}

}

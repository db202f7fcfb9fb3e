package io.conpool.autoconfigure.restclient;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;

import io.conpool.autoconfigure.testsupport.AdapterTest;
import io.conpool.autoconfigure.testsupport.ServerExchange;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * RestClient, RestTemplate and {@code @HttpExchange} over the request factory.
 */
class RestClientTests extends AdapterTest {

	private final H2ClientHttpRequestFactory factory = new H2ClientHttpRequestFactory(this.client,
			HttpClientSettings.defaults());

	private final RestClient restClient = RestClient.builder().requestFactory(this.factory).build();

	RestClientTests() {
		this.server.on("/echo",
				(exchange) -> exchange.content()
					.thenAccept((content) -> exchange.respond(200, content, "content-type",
							exchange.header("content-type").stream().findFirst().orElse("text/plain"))));
	}

	@Test
	void jsonGoesBothWaysWithItsLength() throws Exception {
		Map<?, ?> echoed = this.restClient.post()
			.uri(this.server.uri("/echo"))
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("name", "value"))
			.retrieve()
			.body(Map.class);
		assertThat(echoed).isEqualTo(Map.of("name", "value"));
		ServerExchange exchange = this.server.next();
		assertThat(exchange.header("content-length"))
			.containsExactly(Integer.toString("{\"name\":\"value\"}".length()));
		assertThat(exchange.header("content-type")).containsExactly("application/json");
	}

	@Test
	void textFormsAndBytesGoBothWays() {
		assertThat(echoed("text")).isEqualTo("text");
		assertThat(echoed(new byte[] { 'a', 'b' })).isEqualTo("ab");
		assertThat(echoed(new ByteArrayResource("resource".getBytes(UTF_8)))).isEqualTo("resource");
		assertThat(echoed(new InputStreamResource(new ByteArrayInputStream("stream".getBytes(UTF_8)))))
			.isEqualTo("stream");
	}

	@Test
	void partsArrive() {
		MultipartBodyBuilder parts = new MultipartBodyBuilder();
		parts.part("text", "some text");
		parts.part("file", new ByteArrayResource(pattern(100_000)));
		byte[] echoed = this.restClient.post()
			.uri(this.server.uri("/echo"))
			.contentType(MediaType.MULTIPART_FORM_DATA)
			.body(parts.build())
			.retrieve()
			.body(byte[].class);
		assertThat(echoed).hasSizeGreaterThan(100_000).asString(UTF_8).contains("some text", "name=\"file\"");
	}

	@Test
	void aStreamIsWrittenAndRead() {
		String read = this.restClient.post()
			.uri(this.server.uri("/echo"))
			.body((out) -> out.write(pattern(200_000)))
			.exchange((request, response) -> Integer.toString(response.getBody().readAllBytes().length));
		assertThat(read).isEqualTo("200000");
	}

	@Test
	void anErrorStatusIsTheExceptionThatIsKnown() {
		this.server.on("/missing", (exchange) -> exchange.respond(404, "no such thing"));
		assertThatExceptionOfType(HttpClientErrorException.NotFound.class)
			.isThrownBy(() -> this.restClient.get().uri(this.server.uri("/missing")).retrieve().body(String.class))
			.withMessageContaining("404 Not Found")
			.satisfies((thrown) -> assertThat(thrown.getResponseBodyAsString()).isEqualTo("no such thing"));
	}

	@Test
	void interceptorsMayBufferBothSides() {
		RestClient buffering = RestClient.builder()
			.requestFactory(new BufferingClientHttpRequestFactory(this.factory))
			.requestInterceptor((request, body, execution) -> {
				request.getHeaders().add("X-Intercepted", Integer.toString(body.length));
				return execution.execute(request, body);
			})
			.build();
		assertThat(buffering.post().uri(this.server.uri("/echo")).body("text").retrieve().body(String.class))
			.isEqualTo("text");
	}

	@Test
	void responsesThatAreReadWholeAreNotReset() throws Exception {
		assertThat(echoed("text")).isEqualTo("text");
		ServerExchange exchange = this.server.next();
		roundTrip();
		assertThat(exchange.reset()).isNotDone();
	}

	@Test
	void restTemplateIsServed() {
		RestTemplate template = new RestTemplate(this.factory);
		ResponseEntity<String> posted = template.postForEntity(this.server.uri("/echo"), "text", String.class);
		assertThat(posted.getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(posted.getBody()).isEqualTo("text");
		template.put(this.server.uri("/echo"), Map.of("a", List.of(1, 2)));
		template.delete(this.server.uri("/echo"));
		assertThat(template.headForHeaders(this.server.uri("/echo")).getContentType()).isEqualTo(MediaType.TEXT_PLAIN);
		assertThatExceptionOfType(HttpClientErrorException.NotFound.class)
			.isThrownBy(() -> template.getForObject(this.server.uri("/missing"), String.class));
	}

	@Test
	void httpExchangeIsServed() {
		this.server.on("/orders/7", (exchange) -> exchange.respond(200, "seven"));
		Orders orders = HttpServiceProxyFactory
			.builderFor(RestClientAdapter.create(this.restClient.mutate().baseUrl(this.server.url("")).build()))
			.build()
			.createClient(Orders.class);
		assertThat(orders.order(7)).isEqualTo("seven");
		assertThat(orders.echo("order")).isEqualTo("order");
	}

	@Test
	void aCallIsObservedOnce() {
		TestObservationRegistry registry = TestObservationRegistry.create();
		RestClient observed = this.restClient.mutate().observationRegistry(registry).build();
		assertThat(observed.post().uri(this.server.uri("/echo")).body("text").retrieve().body(String.class))
			.isEqualTo("text");
		TestObservationRegistryAssert.assertThat(registry)
			.hasNumberOfObservationsWithNameEqualTo("http.client.requests", 1)
			.hasNumberOfObservationsEqualTo(1);
	}

	private String echoed(Object body) {
		return this.restClient.post().uri(this.server.uri("/echo")).body(body).retrieve().body(String.class);
	}

	private interface Orders {

		@GetExchange("/orders/{id}")
		String order(@PathVariable int id);

		@PostExchange("/echo")
		String echo(@RequestBody String body);

	}

}

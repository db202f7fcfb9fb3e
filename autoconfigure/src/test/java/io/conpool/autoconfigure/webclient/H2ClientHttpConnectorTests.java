package io.conpool.autoconfigure.webclient;

import java.time.Duration;
import java.util.List;

import io.conpool.autoconfigure.testsupport.AdapterTest;
import io.conpool.http.H2Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseCookie;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class H2ClientHttpConnectorTests extends AdapterTest {

	private final H2ClientHttpConnector connector = new H2ClientHttpConnector(this.client,
			HttpClientSettings.defaults());

	private final WebClient webClient = WebClient.builder().clientConnector(this.connector).build();

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "REPORT" })
	void everyMethodIsSent(String method) throws Exception {
		this.server.on("/", (exchange) -> exchange.respond(200, "", "allow", "any"));
		HttpHeaders headers = this.webClient.method(HttpMethod.valueOf(method))
			.uri(this.server.uri("/"))
			.retrieve()
			.toBodilessEntity()
			.block()
			.getHeaders();
		assertThat(headers.getFirst("Allow")).isEqualTo("any");
		assertThat(this.server.next().method()).isEqualTo(method);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 204, 304, 404, 418, 500, 599 })
	void everyStatusIsAResponse(int status) {
		this.server.on("/", (exchange) -> exchange.respond(status, ""));
		assertThat(this.webClient.get()
			.uri(this.server.uri("/"))
			.exchangeToMono((response) -> Mono.just(response.statusCode().value()))
			.block()).isEqualTo(status);
	}

	@Test
	void pathAndQueryArriveAsTheyAre() throws Exception {
		exchange(this.webClient.get().uri(this.server.uri("/a%20b/%C3%A4?q=1%2B1&empty=&flag")));
		assertThat(this.server.next().path()).isEqualTo("/a%20b/%C3%A4?q=1%2B1&empty=&flag");
	}

	@Test
	void fieldsWithSeveralValuesKeepTheirOrder() throws Exception {
		this.server.on("/", (exchange) -> exchange.respond(200, "", "x-answer", "1", "x-answer", "2"));
		ClientResponse response = exchange(
				this.webClient.get().uri(this.server.uri("/")).header("X-Several", "a", "b").header("X-Several", "c"));
		assertThat(response.headers().header("X-Answer")).containsExactly("1", "2");
		assertThat(this.server.next().header("x-several")).containsExactly("a", "b", "c");
	}

	@Test
	void fieldsOfOneConnectionAreNotSent() throws Exception {
		exchange(this.webClient.get()
			.uri(this.server.uri("/"))
			.header("Connection", "close")
			.header("Host", "elsewhere")
			.header("Transfer-Encoding", "chunked")
			.header("X-End", "1"));
		assertThat(this.server.next().headerNames()).containsExactlyInAnyOrder("x-end", "accept", "accept-encoding");
	}

	@Test
	void acceptIsSentOnce() throws Exception {
		exchange(this.webClient.get().uri(this.server.uri("/")));
		assertThat(this.server.next().header("accept")).containsExactly("*/*");
		exchange(this.webClient.get().uri(this.server.uri("/")).header("Accept", "text/plain"));
		assertThat(this.server.next().header("accept")).containsExactly("text/plain");
	}

	@Test
	void cookiesGoBothWays() throws Exception {
		this.server.on("/",
				(exchange) -> exchange.respond(200, "", "set-cookie", "id=1; Path=/a; Max-Age=60; Secure; HttpOnly",
						"set-cookie", "nonsense", "set-cookie", "other=2; SameSite=Lax"));
		ClientResponse response = exchange(
				this.webClient.get().uri(this.server.uri("/")).cookie("a", "1").cookie("b", "2"));
		ResponseCookie id = response.cookies().getFirst("id");
		assertThat(id.getPath()).isEqualTo("/a");
		assertThat(id.getMaxAge()).isEqualTo(Duration.ofSeconds(60));
		assertThat(response.cookies()).containsOnlyKeys("id", "other");
		assertThat(this.server.next().header("cookie")).containsExactly("a=1; b=2");
	}

	@Test
	void everySubscriptionIsARequest() throws Exception {
		this.server.on("/", (exchange) -> exchange.respond(200, "hello"));
		Mono<String> call = this.webClient.get().uri(this.server.uri("/")).retrieve().bodyToMono(String.class);
		Mono<ClientHttpResponse> connection = this.connector.connect(HttpMethod.GET, this.server.uri("/"),
				(request) -> request.setComplete());
		assertThat(this.server.waiting()).isZero();
		call.block();
		call.block();
		connection.flatMapMany(ClientHttpResponse::getBody).blockLast();
		connection.flatMapMany(ClientHttpResponse::getBody).blockLast();
		for (int i = 0; i < 4; i++) {
			this.server.next();
		}
		assertThat(this.server.waiting()).isZero();
	}

	@Test
	void theNativeRequestTakesWhatSpringHasNoSettingFor() {
		this.server.on("/",
				(exchange) -> exchange.content().thenAccept((content) -> exchange.respond(200, "", "x-seen", "1")));
		assertThat(exchange(this.webClient.post().uri(this.server.uri("/")).httpRequest((request) -> {
			H2Request.Builder builder = request.getNativeRequest();
			builder.header("x-native", "1");
		}).bodyValue("content")).headers().header("x-seen")).hasSize(1);
	}

	@Test
	void whatMustNotBeSentIsRefusedAsAnIllegalArgument() {
		for (WebClient.RequestHeadersSpec<?> request : List.of(this.webClient.get().uri("ftp://localhost/"),
				this.webClient.get().uri(this.server.uri("/")).header("X-Split", "a\r\nb: c"))) {
			assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(() -> exchange(request))
				.withCauseInstanceOf(IllegalArgumentException.class);
		}
		assertThat(this.server.waiting()).isZero();
	}

	private static ClientResponse exchange(WebClient.RequestHeadersSpec<?> request) {
		return request.exchangeToMono(Mono::just).block();
	}

}

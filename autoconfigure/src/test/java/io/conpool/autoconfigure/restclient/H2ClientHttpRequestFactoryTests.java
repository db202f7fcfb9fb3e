package io.conpool.autoconfigure.restclient;

import java.net.URI;
import java.util.List;

import io.conpool.autoconfigure.testsupport.AdapterTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class H2ClientHttpRequestFactoryTests extends AdapterTest {

	private final H2ClientHttpRequestFactory factory = new H2ClientHttpRequestFactory(this.client,
			HttpClientSettings.defaults());

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "REPORT" })
	void everyMethodIsSent(String method) throws Exception {
		this.server.on("/", (exchange) -> exchange.respond(200, "", "allow", "any"));
		ClientHttpRequest request = request(method, "/");
		assertThat(request.getMethod()).isEqualTo(HttpMethod.valueOf(method));
		assertThat(request.getURI()).isEqualTo(this.server.uri("/"));
		try (ClientHttpResponse response = request.execute()) {
			assertThat(response.getStatusCode()).isEqualTo(HttpStatus.OK);
			assertThat(response.getHeaders().getFirst("Allow")).isEqualTo("any");
		}
		assertThat(this.server.next().method()).isEqualTo(method);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "REPORT" })
	void everyMethodButHeadMayHaveContent(String method) throws Exception {
		echo();
		ClientHttpRequest request = request(method, "/echo");
		request.getBody().write("to and fro".getBytes(UTF_8));
		try (ClientHttpResponse response = request.execute()) {
			assertThat(response.getBody()).hasContent("to and fro");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 204, 304, 404, 418, 500, 599 })
	void everyStatusIsAResponse(int status) throws Exception {
		this.server.on("/", (exchange) -> exchange.respond(status, ""));
		try (ClientHttpResponse response = request("GET", "/").execute()) {
			assertThat(response.getStatusCode().value()).isEqualTo(status);
			assertThat(response.getBody().readAllBytes()).isEmpty();
		}
	}

	@Test
	void theStatusTextIsTheUsualOne() throws Exception {
		this.server.on("/known", (exchange) -> exchange.respond(404, ""))
			.on("/unknown", (exchange) -> exchange.respond(599, ""));
		try (ClientHttpResponse response = request("GET", "/known").execute()) {
			assertThat(response.getStatusText()).isEqualTo("Not Found");
		}
		try (ClientHttpResponse response = request("GET", "/unknown").execute()) {
			assertThat(response.getStatusText()).isEmpty();
		}
	}

	@Test
	void pathAndQueryArriveAsTheyAre() throws Exception {
		ClientHttpRequest request = request("GET", "/a%20b/%C3%A4?q=1%2B1&empty=&flag");
		request.execute().close();
		assertThat(this.server.next().path()).isEqualTo("/a%20b/%C3%A4?q=1%2B1&empty=&flag");
	}

	@Test
	void fieldsWithSeveralValuesKeepTheirOrder() throws Exception {
		this.server.on("/", (exchange) -> exchange.respond(200, "", "x-answer", "1", "x-answer", "2"));
		ClientHttpRequest request = request("GET", "/");
		request.getHeaders().addAll("X-Several", List.of("a", "b"));
		request.getHeaders().add("X-Several", "c");
		try (ClientHttpResponse response = request.execute()) {
			assertThat(response.getHeaders().get("X-Answer")).containsExactly("1", "2");
		}
		assertThat(this.server.next().header("x-several")).containsExactly("a", "b", "c");
	}

	@Test
	void fieldsOfOneConnectionAreNotSent() throws Exception {
		ClientHttpRequest request = request("GET", "/");
		HttpHeaders headers = request.getHeaders();
		headers.add("Connection", "close, X-Hop");
		headers.add("Host", "elsewhere");
		headers.add("Keep-Alive", "timeout=5");
		headers.add("Proxy-Connection", "close");
		headers.add("Transfer-Encoding", "chunked");
		headers.add("Upgrade", "h2c");
		headers.add("TE", "gzip");
		headers.add("X-Hop", "1");
		headers.add("X-End", "2");
		request.execute().close();
		assertThat(this.server.next().headerNames()).containsExactlyInAnyOrder("x-end", "accept-encoding");
	}

	@Test
	void spaceAroundAValueIsNotSent() throws Exception {
		ClientHttpRequest request = request("GET", "/");
		request.getHeaders().add("X-Spacious", " a b\t");
		request.execute().close();
		assertThat(this.server.next().header("x-spacious")).containsExactly("a b");
	}

	@Test
	void contentLengthWithoutContentIsNotSent() throws Exception {
		ClientHttpRequest request = request("GET", "/");
		request.getHeaders().setContentLength(5);
		request.execute().close();
		assertThat(this.server.next().headerNames()).doesNotContain("content-length");
	}

	@Test
	void headersAreReadOnlyOnceTheyAreSent() throws Exception {
		ClientHttpRequest request = request("GET", "/");
		request.execute().close();
		assertThat(request.getHeaders()).isNotNull();
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> request.getHeaders().add("X-Late", "1"));
		assertThatIllegalStateException().isThrownBy(request::execute);
	}

	@Test
	void responseHeadersAreReadOnly() throws Exception {
		try (ClientHttpResponse response = request("GET", "/").execute()) {
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> response.getHeaders().add("X-Late", "1"));
		}
	}

	@Test
	void whatMustNotBeSentIsRefusedAsAnIllegalArgument() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.factory.createRequest(URI.create("/relative"), HttpMethod.GET).execute());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.factory.createRequest(URI.create("ftp://localhost/"), HttpMethod.GET).execute());
		ClientHttpRequest request = request("GET", "/");
		request.getHeaders().add("X-Split", "a\r\nb: c");
		assertThatIllegalArgumentException().isThrownBy(request::execute).withMessageContaining("x-split");
		assertThat(this.server.waiting()).isZero();
	}

	private void echo() {
		this.server.on("/echo",
				(exchange) -> exchange.content().thenAccept((content) -> exchange.respond(200, content)));
	}

	private ClientHttpRequest request(String method, String path) {
		return this.factory.createRequest(this.server.uri(path), HttpMethod.valueOf(method));
	}

}

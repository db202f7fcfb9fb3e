package io.conpool.autoconfigure.restclient;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;

import io.conpool.autoconfigure.testsupport.AdapterTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.StreamingHttpOutputMessage.Body;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Redirects as the settings of Spring's clients have them followed.
 */
class RedirectTests extends AdapterTest {

	private final H2ClientHttpRequestFactory factory = new H2ClientHttpRequestFactory(this.client,
			HttpClientSettings.defaults());

	RedirectTests() {
		this.server.on("/moved", (exchange) -> exchange.respond(307, "", "location", "/echo"))
			.on("/read-and-moved",
					(exchange) -> exchange.content()
						.thenAccept((content) -> exchange.respond(307, "", "location", "/echo")))
			.on("/loop", (exchange) -> exchange.respond(302, "", "location", "/loop"))
			.on("/echo", (exchange) -> exchange.content().thenAccept((content) -> exchange.respond(200, content)));
	}

	@Test
	void aRedirectIsFollowed() throws Exception {
		try (ClientHttpResponse response = get(this.factory, "/moved")) {
			assertThat(response.getStatusCode().value()).isEqualTo(200);
		}
	}

	@Test
	void aRedirectThatMustNotBeFollowedIsTheResponse() throws Exception {
		H2ClientHttpRequestFactory obedient = new H2ClientHttpRequestFactory(this.client,
				HttpClientSettings.defaults().withRedirects(HttpRedirects.DONT_FOLLOW));
		try (ClientHttpResponse response = get(obedient, "/moved")) {
			assertThat(response.getStatusCode().value()).isEqualTo(307);
			assertThat(response.getHeaders().getFirst("Location")).isEqualTo("/echo");
		}
	}

	@Test
	void aLoopEnds() throws Exception {
		try (ClientHttpResponse response = get(this.factory, "/loop")) {
			assertThat(response.getStatusCode().value()).isEqualTo(302);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/moved", "/read-and-moved" })
	void contentThatCanBeRepeatedIsWrittenAgain(String path) throws Exception {
		for (int size : new int[] { 100, 1_500_000 }) {
			try (ClientHttpResponse response = post(path, new RepeatableBody((out) -> out.write(pattern(size))))) {
				assertThat(response.getBody().readAllBytes()).isEqualTo(pattern(size));
			}
		}
	}

	@Test
	void aRedirectThatAsksForContentThatCannotBeRepeatedIsTheResponse() throws Exception {
		try (ClientHttpResponse response = post("/read-and-moved", (out) -> out.write(pattern(1_500_000)))) {
			assertThat(response.getStatusCode().value()).isEqualTo(307);
		}
	}

	@Test
	void aServerThatIsNotThereIsAConnectExceptionAfterARedirect() throws Exception {
		int free;
		try (ServerSocket socket = new ServerSocket(0)) {
			free = socket.getLocalPort();
		}
		this.server.on("/away", (exchange) -> exchange.respond(302, "", "location", "http://127.0.0.1:" + free));
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> get(this.factory, "/away"));
	}

	private ClientHttpResponse get(H2ClientHttpRequestFactory requests, String path) throws IOException {
		return requests.createRequest(this.server.uri(path), HttpMethod.GET).execute();
	}

	private ClientHttpResponse post(String path, Body body) throws IOException {
		ClientHttpRequest request = this.factory.createRequest(this.server.uri(path), HttpMethod.POST);
		((StreamingHttpOutputMessage) request).setBody(body);
		return request.execute();
	}

}

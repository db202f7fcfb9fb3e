package io.conpool.autoconfigure.restclient;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.conpool.H2Client;
import io.conpool.autoconfigure.testsupport.AdapterTest;
import io.conpool.autoconfigure.testsupport.ServerExchange;
import io.conpool.error.H2ClientException;
import io.netty.handler.codec.http2.Http2Error;
import org.junit.jupiter.api.Test;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The exceptions in which requests of RestClient and RestTemplate end.
 */
class RequestFailureTests extends AdapterTest {

	private static final HttpClientSettings IMPATIENT = HttpClientSettings.defaults()
		.withReadTimeout(Duration.ofMillis(500));

	private final H2ClientHttpRequestFactory factory = new H2ClientHttpRequestFactory(this.client,
			HttpClientSettings.defaults());

	RequestFailureTests() {
		this.server.on("/silent", (exchange) -> {
		});
	}

	@Test
	void aServerThatIsNotThereIsAConnectException() throws Exception {
		URI nobody;
		try (ServerSocket socket = new ServerSocket(0)) {
			nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
		}
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> this.factory.createRequest(nobody, HttpMethod.GET).execute())
			.withCauseInstanceOf(H2ClientException.class);
	}

	@Test
	void aHostWithoutAddressIsAnUnknownHost() {
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(
				() -> this.factory.createRequest(URI.create("http://nobody.invalid/"), HttpMethod.GET).execute());
	}

	@Test
	void aResetIsAnIOException() {
		this.server.on("/reset", (exchange) -> exchange.reset(Http2Error.INTERNAL_ERROR));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> execute("/reset"))
			.withMessageContaining("INTERNAL_ERROR")
			.withCauseInstanceOf(H2ClientException.class);
	}

	@Test
	void headersThatDoNotComeInTimeAreATimeout() throws Exception {
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> impatient("/silent").execute())
			.withCauseInstanceOf(H2ClientException.class);
		assertThat(await(this.server.next().reset())).isEqualTo(Http2Error.CANCEL.code());
	}

	@Test
	void contentThatStopsComingIsATimeout() throws Exception {
		roundTrip();
		this.server.on("/stops", (exchange) -> exchange.head(200).data("some"));
		try (ClientHttpResponse response = impatient("/stops").execute()) {
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> response.getBody().readAllBytes());
		}
	}

	@Test
	void anUploadThatStopsIsATimeout() throws Exception {
		this.server.on("/stops", ServerExchange::stopReading);
		ClientHttpRequest request = impatient("/stops");
		((StreamingHttpOutputMessage) request).setBody((out) -> out.write(pattern(1_500_000)));
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(request::execute);
		assertThat(await(this.server.next().reset())).isEqualTo(Http2Error.CANCEL.code());
	}

	@Test
	void aClosedClientIsAnIOException() {
		H2Client closed = builder().build();
		closed.close();
		ClientHttpRequest request = new H2ClientHttpRequestFactory(closed, HttpClientSettings.defaults())
			.createRequest(this.server.uri("/"), HttpMethod.POST);
		((StreamingHttpOutputMessage) request).setBody((out) -> out.write(pattern(1_500_000)));
		assertThatExceptionOfType(IOException.class).isThrownBy(request::execute).withMessageContaining("closed");
	}

	@Test
	void anInterruptOfTheWaitForTheResponseResetsTheStream() throws Exception {
		interrupted(this.factory.createRequest(this.server.uri("/silent"), HttpMethod.GET));
	}

	@Test
	void anInterruptOfAnUploadResetsTheStream() throws Exception {
		this.server.on("/silent", ServerExchange::stopReading);
		ClientHttpRequest request = this.factory.createRequest(this.server.uri("/silent"), HttpMethod.POST);
		((StreamingHttpOutputMessage) request).setBody((out) -> out.write(pattern(1_500_000)));
		interrupted(request);
	}

	@Test
	void anInterruptAfterAnUploadResetsTheStream() throws Exception {
		ClientHttpRequest request = this.factory.createRequest(this.server.uri("/silent"), HttpMethod.POST);
		((StreamingHttpOutputMessage) request).setBody((out) -> out.write(pattern(100_000)));
		interrupted(request);
	}

	@Test
	void anInterruptThatTheWriterWrapsIsStillOne() throws Exception {
		this.server.on("/silent", ServerExchange::stopReading);
		ClientHttpRequest request = this.factory.createRequest(this.server.uri("/silent"), HttpMethod.POST);
		((StreamingHttpOutputMessage) request).setBody((out) -> {
			try {
				out.write(pattern(1_500_000));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		interrupted(request);
	}

	private void interrupted(ClientHttpRequest request) throws Exception {
		CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
		Thread caller = new Thread(() -> {
			try {
				request.execute();
				stillInterrupted.completeExceptionally(new AssertionError("there is a response"));
			}
			catch (InterruptedIOException ex) {
				stillInterrupted.complete(Thread.currentThread().isInterrupted());
			}
			catch (IOException | RuntimeException ex) {
				stillInterrupted.completeExceptionally(ex);
			}
		});
		caller.start();
		ServerExchange exchange = this.server.next();
		caller.interrupt();
		assertThat(await(stillInterrupted)).isTrue();
		assertThat(await(exchange.reset())).isEqualTo(Http2Error.CANCEL.code());
	}

	@Test
	void springsClientsReportAResourceThatCannotBeAccessed() {
		RestClient restClient = RestClient.builder()
			.requestFactory(new H2ClientHttpRequestFactory(this.client, IMPATIENT))
			.build();
		assertThatExceptionOfType(ResourceAccessException.class)
			.isThrownBy(() -> restClient.get().uri(this.server.uri("/silent")).retrieve().toBodilessEntity())
			.withCauseInstanceOf(SocketTimeoutException.class);
		RestTemplate restTemplate = new RestTemplate(new H2ClientHttpRequestFactory(this.client, IMPATIENT));
		assertThatExceptionOfType(ResourceAccessException.class)
			.isThrownBy(() -> restTemplate.getForObject(this.server.uri("/silent"), String.class))
			.withCauseInstanceOf(SocketTimeoutException.class);
	}

	private void execute(String path) throws IOException {
		this.factory.createRequest(this.server.uri(path), HttpMethod.GET).execute().close();
	}

	private ClientHttpRequest impatient(String path) {
		return new H2ClientHttpRequestFactory(this.client, IMPATIENT).createRequest(this.server.uri(path),
				HttpMethod.POST);
	}

}

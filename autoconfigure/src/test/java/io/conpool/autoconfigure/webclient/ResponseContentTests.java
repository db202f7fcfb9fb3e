package io.conpool.autoconfigure.webclient;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;

import io.conpool.autoconfigure.testsupport.AdapterTest;
import io.conpool.autoconfigure.testsupport.ServerExchange;
import io.netty.handler.codec.http2.Http2Error;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Responses as WebClient reads them: content, errors before and after the headers,
 * cancellation.
 */
class ResponseContentTests extends AdapterTest {

	private static final int LARGE = 1_500_000;

	private static final Duration LONG = Duration.ofSeconds(10);

	private final H2ClientHttpConnector connector = new H2ClientHttpConnector(this.client,
			HttpClientSettings.defaults());

	private final WebClient webClient = WebClient.builder()
		.clientConnector(this.connector)
		.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(2 * LARGE))
		.build();

	@Test
	void largeContentArrivesWhole() {
		byte[] content = pattern(LARGE);
		this.server.on("/large", (exchange) -> exchange.respond(200, content));
		assertThat(get("/large").retrieve().bodyToMono(byte[].class).block(LONG)).isEqualTo(content);
	}

	@Test
	void aReaderThatAsksForNothingHoldsTheServerBack() throws Exception {
		byte[] content = pattern(LARGE);
		this.server.on("/large", (exchange) -> exchange.respondInPieces(content, 8 * 1024));
		SlowReader reader = new SlowReader();
		body("/large").subscribe(reader);
		ServerExchange exchange = this.server.next();
		roundTrip();
		assertThat(exchange.sent()).isLessThanOrEqualTo(WINDOW);
		reader.request(1);
		assertThat(await(reader.first)).isPositive();
		roundTrip();
		assertThat(exchange.sent()).isLessThanOrEqualTo(2 * WINDOW);
		reader.requestUnbounded();
		assertThat(await(reader.whole)).isEqualTo(content);
	}

	@Test
	void eventsArriveOneByOne() throws Exception {
		this.server.on("/events",
				(exchange) -> exchange.head(200, "content-type", "text/event-stream").data("data: one\n\n"));
		CompletableFuture<String> first = new CompletableFuture<>();
		CompletableFuture<String> second = new CompletableFuture<>();
		Disposable events = get("/events").accept(MediaType.TEXT_EVENT_STREAM)
			.retrieve()
			.bodyToFlux(String.class)
			.subscribe((event) -> (first.isDone() ? second : first).complete(event));
		ServerExchange exchange = this.server.next();
		assertThat(await(first)).isEqualTo("one");
		exchange.data("data: two\n\n");
		assertThat(await(second)).isEqualTo("two");
		events.dispose();
		assertThat(await(exchange.reset())).isEqualTo(Http2Error.CANCEL.code());
	}

	@Test
	void compressedContentIsDecodedAndItsFieldsAreGone() throws Exception {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
			out.write("hello".getBytes(UTF_8));
		}
		this.server.on("/gzip", (exchange) -> exchange.respond(200, compressed.toByteArray(), "content-encoding",
				"gzip", "content-length", Integer.toString(compressed.size())));
		ResponseEntity<String> decoded = get("/gzip").retrieve().toEntity(String.class).block(LONG);
		assertThat(decoded.getBody()).isEqualTo("hello");
		assertThat(decoded.getHeaders().headerNames()).doesNotContain(HttpHeaders.CONTENT_ENCODING,
				HttpHeaders.CONTENT_LENGTH);
		assertThat(this.server.next().header("accept-encoding")).hasSize(1);
		ResponseEntity<byte[]> asked = get("/gzip").header("Accept-Encoding", "gzip")
			.retrieve()
			.toEntity(byte[].class)
			.block(LONG);
		assertThat(asked.getBody()).isEqualTo(compressed.toByteArray());
		assertThat(asked.getHeaders().getContentLength()).isEqualTo(compressed.size());
	}

	@Test
	void contentIsReadOnce() {
		this.server.on("/", (exchange) -> exchange.respond(200, "hello"));
		ClientHttpResponse response = this.connector
			.connect(HttpMethod.GET, this.server.uri("/"), (request) -> request.setComplete())
			.block(LONG);
		assertThat(DataBufferUtils.join(response.getBody()).block(LONG).toString(UTF_8)).isEqualTo("hello");
		assertThatIllegalStateException().isThrownBy(() -> response.getBody().blockLast(LONG));
	}

	@Test
	void cancellingBeforeTheHeadersResetsTheStream() throws Exception {
		this.server.on("/silent", (exchange) -> {
		});
		Disposable call = get("/silent").retrieve().bodyToMono(String.class).subscribe();
		ServerExchange exchange = this.server.next();
		call.dispose();
		assertThat(await(exchange.reset())).isEqualTo(Http2Error.CANCEL.code());
	}

	@Test
	void cancellingTheContentResetsTheStream() throws Exception {
		this.server.on("/large", (exchange) -> exchange.respond(200, pattern(LARGE)));
		assertThat(body("/large").take(1).collectList().block(LONG)).hasSize(1);
		assertThat(await(this.server.next().reset())).isEqualTo(Http2Error.CANCEL.code());
	}

	@Test
	void aServerThatIsNotThereIsAConnectException() throws Exception {
		int free;
		try (ServerSocket socket = new ServerSocket(0)) {
			free = socket.getLocalPort();
		}
		assertThatExceptionOfType(WebClientRequestException.class)
			.isThrownBy(
					() -> this.webClient.get().uri("http://127.0.0.1:" + free).retrieve().toBodilessEntity().block())
			.withCauseInstanceOf(ConnectException.class);
	}

	@Test
	void aResetBeforeTheHeadersIsAnIOException() {
		this.server.on("/reset", (exchange) -> exchange.reset(Http2Error.INTERNAL_ERROR));
		assertThatExceptionOfType(WebClientRequestException.class)
			.isThrownBy(() -> get("/reset").retrieve().toBodilessEntity().block(LONG))
			.withCauseInstanceOf(IOException.class)
			.withMessageContaining("INTERNAL_ERROR");
	}

	@Test
	void aResetAfterTheHeadersIsAnErrorOfTheContent() {
		this.server.on("/reset", (exchange) -> {
			exchange.head(200).data("some").reset(Http2Error.INTERNAL_ERROR);
		});
		assertThatExceptionOfType(WebClientResponseException.class)
			.isThrownBy(() -> get("/reset").retrieve().bodyToMono(String.class).block(LONG))
			.withCauseInstanceOf(IOException.class)
			.havingRootCause()
			.withMessageContaining("INTERNAL_ERROR");
	}

	@Test
	void aConnectionThatBreaksInTheContentIsAnErrorOfTheContent() {
		this.server.on("/broken", (exchange) -> exchange.head(200).data("some").breakConnection());
		assertThatExceptionOfType(WebClientResponseException.class)
			.isThrownBy(() -> get("/broken").retrieve().bodyToMono(String.class).block(LONG))
			.withCauseInstanceOf(IOException.class);
	}

	@Test
	void headersThatDoNotComeInTimeAreATimeout() throws Exception {
		this.server.on("/silent", (exchange) -> {
		});
		assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(
				() -> impatient().get().uri(this.server.uri("/silent")).retrieve().bodyToMono(String.class).block(LONG))
			.withCauseInstanceOf(SocketTimeoutException.class);
		assertThat(await(this.server.next().reset())).isEqualTo(Http2Error.CANCEL.code());
	}

	@Test
	void contentThatStopsComingIsATimeout() throws Exception {
		roundTrip();
		this.server.on("/stops", (exchange) -> exchange.head(200).data("some"));
		assertThatExceptionOfType(WebClientResponseException.class).isThrownBy(
				() -> impatient().get().uri(this.server.uri("/stops")).retrieve().bodyToMono(String.class).block(LONG))
			.withCauseInstanceOf(SocketTimeoutException.class);
	}

	private WebClient impatient() {
		return WebClient.builder()
			.clientConnector(new H2ClientHttpConnector(this.client,
					HttpClientSettings.defaults().withReadTimeout(Duration.ofMillis(500))))
			.build();
	}

	private WebClient.RequestHeadersSpec<?> get(String path) {
		return this.webClient.get().uri(this.server.uri(path));
	}

	private Flux<DataBuffer> body(String path) {
		Mono<ClientHttpResponse> response = this.connector.connect(HttpMethod.GET, this.server.uri(path),
				(request) -> request.setComplete());
		return response.flatMapMany(ClientHttpResponse::getBody);
	}

	/** Asks for nothing on its own. */
	private static final class SlowReader extends BaseSubscriber<DataBuffer> {

		private final ByteArrayOutputStream read = new ByteArrayOutputStream();

		private final CompletableFuture<Integer> first = new CompletableFuture<>();

		private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
		}

		@Override
		protected void hookOnNext(DataBuffer buffer) {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			this.read.writeBytes(bytes);
			this.first.complete(bytes.length);
		}

		@Override
		protected void hookOnComplete() {
			this.whole.complete(this.read.toByteArray());
		}

		@Override
		protected void hookOnError(Throwable thrown) {
			this.whole.completeExceptionally(thrown);
		}

	}

}

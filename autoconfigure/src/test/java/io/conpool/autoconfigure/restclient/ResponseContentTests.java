package io.conpool.autoconfigure.restclient;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPOutputStream;

import io.conpool.autoconfigure.testsupport.AdapterTest;
import io.conpool.autoconfigure.testsupport.ServerExchange;
import io.netty.handler.codec.http2.Http2Error;
import org.junit.jupiter.api.Test;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Responses as RestClient and RestTemplate read them.
 */
class ResponseContentTests extends AdapterTest {

	private static final int LARGE = 1_500_000;

	private final H2ClientHttpRequestFactory factory = new H2ClientHttpRequestFactory(this.client,
			HttpClientSettings.defaults());

	@Test
	void largeContentArrivesWhole() throws Exception {
		byte[] content = pattern(LARGE);
		this.server.on("/large", (exchange) -> exchange.respond(200, content));
		try (ClientHttpResponse response = get("/large")) {
			assertThat(response.getBody().readAllBytes()).isEqualTo(content);
		}
	}

	@Test
	void contentIsReadByteForByte() throws Exception {
		this.server.on("/", (exchange) -> exchange.respond(200, "\u00e4b"));
		try (ClientHttpResponse response = get("/"); InputStream content = response.getBody()) {
			assertThat(content.read()).isEqualTo(0xc3);
			assertThat(content.read()).isEqualTo(0xa4);
			assertThat(content.read()).isEqualTo('b');
			assertThat(content.read()).isEqualTo(-1);
			assertThat(content.read()).isEqualTo(-1);
		}
	}

	@Test
	void theContentIsTheSameStreamEachTime() throws Exception {
		this.server.on("/", (exchange) -> exchange.respond(200, "hello"));
		try (ClientHttpResponse response = get("/")) {
			assertThat(response.getBody()).isSameAs(response.getBody()).hasContent("hello");
		}
	}

	@Test
	void aReaderThatReadsNothingHoldsTheServerBack() throws Exception {
		byte[] content = pattern(LARGE);
		this.server.on("/large", (exchange) -> exchange.respondInPieces(content, 8 * 1024));
		try (ClientHttpResponse response = get("/large")) {
			ServerExchange exchange = this.server.next();
			roundTrip();
			assertThat(exchange.sent()).isLessThanOrEqualTo(WINDOW);
			assertThat(response.getBody().readAllBytes()).isEqualTo(content);
		}
	}

	@Test
	void contentIsReadAsItArrives() throws Exception {
		this.server.on("/parts", (exchange) -> exchange.head(200).data("first"));
		try (ClientHttpResponse response = get("/parts")) {
			assertThat(response.getBody().readNBytes(5)).asString(UTF_8).isEqualTo("first");
			this.server.next().data("second").end();
			assertThat(response.getBody()).hasContent("second");
		}
	}

	@Test
	void closingBeforeTheEndResetsTheStream() throws Exception {
		this.server.on("/large", (exchange) -> exchange.respond(200, pattern(LARGE)));
		try (ClientHttpResponse response = get("/large")) {
			assertThat(response.getBody().read()).isNotNegative();
		}
		assertThat(await(this.server.next().reset())).isEqualTo(Http2Error.CANCEL.code());
	}

	@Test
	void closingUnreadContentResetsTheStream() throws Exception {
		this.server.on("/endless", (exchange) -> exchange.head(200).data("some"));
		get("/endless").close();
		assertThat(await(this.server.next().reset())).isEqualTo(Http2Error.CANCEL.code());
	}

	@Test
	void contentThatIsReadButForItsEndIsNotReset() throws Exception {
		this.server.on("/short", (exchange) -> exchange.head(200, "content-length", "5").data("hello"));
		try (ClientHttpResponse response = get("/short")) {
			assertThat(response.getBody().readNBytes(5)).asString(UTF_8).isEqualTo("hello");
		}
		isNotResetWhenItEnds(this.server.next());
	}

	@Test
	void aSmallRestIsLetCome() throws Exception {
		this.server.on("/short", (exchange) -> exchange.head(200).data("hello"));
		try (ClientHttpResponse response = get("/short")) {
			assertThat(response.getBody().read()).isEqualTo('h');
		}
		isNotResetWhenItEnds(this.server.next().data("rest"));
	}

	@Test
	void smallContentThatNobodyReadsIsLetCome() throws Exception {
		this.server.on("/short", (exchange) -> exchange.head(200));
		get("/short").close();
		isNotResetWhenItEnds(this.server.next().data("hello"));
	}

	private void isNotResetWhenItEnds(ServerExchange exchange) {
		exchange.end();
		roundTrip();
		assertThat(exchange.reset()).isNotDone();
	}

	@Test
	void aClosedResponseCannotBeRead() throws Exception {
		this.server.on("/", (exchange) -> exchange.respond(200, "hello"));
		ClientHttpResponse response = get("/");
		response.close();
		response.close();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> response.getBody().read());
	}

	@Test
	void compressedContentIsDecodedAndItsFieldsAreGone() throws Exception {
		byte[] compressed = gzip("hello");
		this.server.on("/gzip", (exchange) -> exchange.respond(200, compressed, "content-encoding", "gzip",
				"content-length", Integer.toString(compressed.length)));
		try (ClientHttpResponse response = get("/gzip")) {
			assertThat(response.getBody()).hasContent("hello");
			assertThat(response.getHeaders().headerNames()).doesNotContain(HttpHeaders.CONTENT_ENCODING,
					HttpHeaders.CONTENT_LENGTH);
		}
		assertThat(this.server.next().header("accept-encoding")).hasSize(1);
	}

	@Test
	void compressedContentThatWasAskedForIsLeftAsItIs() throws Exception {
		byte[] compressed = gzip("hello");
		this.server.on("/gzip", (exchange) -> exchange.respond(200, compressed, "content-encoding", "gzip",
				"content-length", Integer.toString(compressed.length)));
		ClientHttpRequest request = this.factory.createRequest(this.server.uri("/gzip"), HttpMethod.GET);
		request.getHeaders().set(HttpHeaders.ACCEPT_ENCODING, "gzip");
		try (ClientHttpResponse response = request.execute()) {
			assertThat(response.getBody().readAllBytes()).isEqualTo(compressed);
			assertThat(response.getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING)).isEqualTo("gzip");
			assertThat(response.getHeaders().getContentLength()).isEqualTo(compressed.length);
		}
	}

	@Test
	void theLengthInTheAnswerToHeadIsKept() throws Exception {
		this.server.on("/", (exchange) -> exchange.respond(200, "", "content-length", "5"));
		try (ClientHttpResponse response = this.factory.createRequest(this.server.uri("/"), HttpMethod.HEAD)
			.execute()) {
			assertThat(response.getHeaders().getContentLength()).isEqualTo(5);
			assertThat(response.getBody()).isEmpty();
		}
	}

	@Test
	void aResetInTheContentIsAnIOException() throws Exception {
		this.server.on("/reset", (exchange) -> exchange.head(200).data("some").reset(Http2Error.INTERNAL_ERROR));
		try (ClientHttpResponse response = get("/reset")) {
			assertThat(response.getStatusCode().value()).isEqualTo(200);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> response.getBody().readAllBytes())
				.withMessageContaining("INTERNAL_ERROR");
		}
	}

	@Test
	void aConnectionThatBreaksInTheContentIsAnIOException() throws Exception {
		this.server.on("/broken", (exchange) -> exchange.head(200).data("some").breakConnection());
		try (ClientHttpResponse response = get("/broken")) {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> response.getBody().readAllBytes());
		}
	}

	private ClientHttpResponse get(String path) throws IOException {
		return this.factory.createRequest(this.server.uri(path), HttpMethod.GET).execute();
	}

	private static byte[] gzip(String text) throws IOException {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
			out.write(text.getBytes(UTF_8));
		}
		return compressed.toByteArray();
	}

}

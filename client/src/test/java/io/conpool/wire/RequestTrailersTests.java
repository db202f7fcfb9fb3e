package io.conpool.wire;

import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpHeaders;
import io.conpool.http.RequestBody;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fields behind a request's content (RFC 9113 section 8.1, RFC 9110 section 6.5).
 */
class RequestTrailersTests extends WireTest {

	private static final byte[] CONTENT = "content".getBytes();

	private CompletableFuture<H2Response> send(RequestBody body, Supplier<HttpHeaders> trailers) {
		return this.client.client.sendAsync(H2Request.post(this.peer.uri("/"), body).trailers(trailers).build());
	}

	private static HttpHeaders fields(String name, String value) {
		return HttpHeaders.builder().add(name, value).build();
	}

	static Stream<RequestBody> bodies() {
		return Stream.of(RequestBody.bytes(CONTENT),
				RequestBody.inputStream(() -> new ByteArrayInputStream(CONTENT), CONTENT.length),
				RequestBody.inputStream(() -> new ByteArrayInputStream(CONTENT), -1));
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void theyEndTheStreamBehindTheContent(RequestBody body) throws Exception {
		CompletableFuture<H2Response> response = send(body, () -> fields("x-sum", "7"));
		int id = this.peer.handshake().expectRequest();
		Frame data = this.peer.expect(Frame.DATA);
		assertThat(data.text()).isEqualTo("content");
		assertThat(data.is(Frame.END_STREAM)).isFalse();
		assertTrailers(Map.of("x-sum", "7"));
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
		assertTheConnectionLives();
	}

	private void assertTrailers(Map<String, String> expected) throws Exception {
		Frame trailers = this.peer.expect(Frame.HEADERS);
		assertThat(trailers.is(Frame.END_STREAM)).isTrue();
		assertThat(this.peer.decode(trailers)).isEqualTo(expected);
	}

	@Test
	void theyFollowARequestWithoutContent() throws Exception {
		CompletableFuture<H2Response> response = send(RequestBody.empty(), () -> fields("x-sum", "0"));
		Frame headers = this.peer.handshake().expect(Frame.HEADERS);
		this.peer.decode(headers);
		assertThat(headers.is(Frame.END_STREAM)).isFalse();
		assertTrailers(Map.of("x-sum", "0"));
		this.peer.respond(headers.streamId(), "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void noneAtAllEndTheStreamAllTheSame() throws Exception {
		CompletableFuture<H2Response> response = send(RequestBody.bytes(CONTENT), HttpHeaders::empty);
		int id = this.peer.handshake().expectRequest();
		assertThat(this.peer.expect(Frame.DATA).is(Frame.END_STREAM)).isFalse();
		Frame last = this.peer.expect(Frame.DATA);
		assertThat(last.length()).isZero();
		assertThat(last.is(Frame.END_STREAM)).isTrue();
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void theyAreMadeAnewForAReplay() throws Exception {
		CompletableFuture<H2Response> response = send(RequestBody.empty(), () -> fields("x-sum", "0"));
		int refused = this.peer.handshake().expectRequest();
		assertTrailers(Map.of("x-sum", "0"));
		this.peer.reset(refused, Http2ErrorCode.REFUSED_STREAM.code());
		int replayed = this.peer.expectRequest();
		assertTrailers(Map.of("x-sum", "0"));
		this.peer.respond(replayed, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	static Stream<Supplier<HttpHeaders>> faults() {
		return Stream.of(() -> fields("content-length", "7"), () -> fields(":path", "/"),
				() -> fields("connection", "close"), () -> fields("x-sum", "a\r\nb"), () -> {
					throw new IllegalStateException("no sum");
				});
	}

	@ParameterizedTest
	@MethodSource("faults")
	void whatMustNotBeSentResetsTheStream(Supplier<HttpHeaders> trailers) throws Exception {
		CompletableFuture<H2Response> response = send(RequestBody.bytes(CONTENT), trailers);
		int id = this.peer.handshake().expectRequest();
		this.peer.expect(Frame.DATA);
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		assertThat(error(response)).isInstanceOf(H2Error.RequestBodyFailed.class);
		this.peer.roundTrip();
		assertTheConnectionLives();
	}

}

package io.conpool.wire;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A malformed response costs its own stream and no other (RFC 9113 section 8.1.1).
 */
class MalformedResponseTests extends WireTest {

	private static final int PROTOCOL_ERROR = Http2ErrorCode.PROTOCOL_ERROR.code();

	@Override
	ClientUnderTest newClient() {
		return new ClientUnderTest(
				ClientUnderTest.builder().http2(ClientUnderTest.http2(1000, Duration.ofSeconds(10))));
	}

	static Stream<Arguments> malformedHeads() {
		return Stream.of(head("no status", "server", "x"), head("two status", ":status", "200", ":status", "200"),
				head("status of two digits", ":status", "20"), head("status that is no number", ":status", "2x0"),
				head("a request's pseudo-header", ":status", "200", ":path", "/"),
				head("an unknown pseudo-header", ":status", "200", ":secret", "1"),
				head("upper case", ":status", "200", "Server", "x"),
				head("connection", ":status", "200", "connection", "close"),
				head("transfer-encoding", ":status", "200", "transfer-encoding", "chunked"),
				head("keep-alive", ":status", "200", "keep-alive", "1"),
				head("proxy-connection", ":status", "200", "proxy-connection", "x"),
				head("upgrade", ":status", "200", "upgrade", "h2c"),
				head("a line feed in a value", ":status", "200", "server", "a\nb"),
				head("a nul in a value", ":status", "200", "server", "a\0b"),
				head("white space before a value", ":status", "200", "server", " x"),
				head("white space after a value", ":status", "200", "server", "x\t"),
				head("a space in a name", ":status", "200", "ser ver", "x"),
				head("content-length that is no number", ":status", "200", "content-length", "x"),
				head("negative content-length", ":status", "200", "content-length", "-1"),
				head("two content-lengths", ":status", "200", "content-length", "1", "content-length", "2"),
				head("switching protocols", ":status", "101"));
	}

	private static Arguments head(String name, String... fields) {
		return Arguments.of(name, fields);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("malformedHeads")
	void aMalformedHeadResetsTheStream(String name, String[] fields) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, fields);
		assertThat(this.peer.expectReset(id)).isEqualTo(PROTOCOL_ERROR);
		H2Error error = error(response);
		assertThat(error).isInstanceOf(H2Error.MalformedResponse.class);
		assertThat(error.isUnprocessed()).isFalse();
		assertTheConnectionLives();
	}

	@Test
	void pseudoHeadersMustComeFirst() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		byte[] field = this.peer.encode(id, "server", "x");
		byte[] status = this.peer.encode(id, ":status", "200");
		byte[] block = Arrays.copyOf(field, field.length + status.length);
		System.arraycopy(status, 0, block, field.length, status.length);
		this.peer.send(Frame.HEADERS, Frame.END_HEADERS, id, block);
		assertThat(this.peer.expectReset(id)).isEqualTo(PROTOCOL_ERROR);
		assertThat(error(response)).isInstanceOf(H2Error.MalformedResponse.class);
		assertTheConnectionLives();
	}

	@Test
	void anInterimResponseMustNotEndTheStream() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, true, ":status", "100");
		assertThat(this.peer.expectReset(id)).isEqualTo(PROTOCOL_ERROR);
		assertThat(error(response)).isInstanceOf(H2Error.MalformedResponse.class);
	}

	@Test
	void dataMustNotComeBeforeHeaders() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.data(id, "early", false);
		assertThat(this.peer.expectReset(id)).isEqualTo(PROTOCOL_ERROR);
		assertThat(error(response)).isInstanceOf(H2Error.MalformedResponse.class);
		assertTheConnectionLives();
	}

	@Test
	void trailersMustEndTheStream() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").headers(id, false, "x-trailer", "1");
		assertThat(this.peer.expectReset(id)).isEqualTo(PROTOCOL_ERROR);
		assertThat(error(response)).isInstanceOf(H2Error.MalformedResponse.class);
	}

	@Test
	void trailersMustNotHavePseudoHeaders() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").headers(id, true, ":status", "200");
		assertThat(this.peer.expectReset(id)).isEqualTo(PROTOCOL_ERROR);
		assertThat(error(response)).isInstanceOf(H2Error.MalformedResponse.class);
	}

	@Test
	void aBodyLongerThanContentLengthIsAnError() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-length", "3").data(id, "four", true);
		assertThat(this.peer.expectReset(id)).isEqualTo(PROTOCOL_ERROR);
		assertThat(error(response)).isEqualTo(new H2Error.ContentLengthMismatch(3, 4));
		assertTheConnectionLives();
	}

	@Test
	void aBodyShorterThanContentLengthIsAnError() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-length", "5").data(id, "four", true);
		assertThat(error(response)).isEqualTo(new H2Error.ContentLengthMismatch(5, 4));
		assertTheConnectionLives();
	}

	@Test
	void aResponseToHeadMustNotHaveContent() throws Exception {
		CompletableFuture<H2Response> response = this.client.client
			.sendAsync(H2Request.builder("HEAD", URI.create(this.peer.uri("/"))).build());
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-length", "4").data(id, "four", true);
		assertThat(this.peer.expectReset(id)).isEqualTo(PROTOCOL_ERROR);
		assertThat(error(response)).isInstanceOf(H2Error.ContentLengthMismatch.class);
	}

	@Test
	void aBodyAboveTheLimitCostsItsStreamOnly() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, new byte[1001], false);
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		assertThat(error(response)).isEqualTo(new H2Error.BodyTooLarge(1000));
		assertTheConnectionLives();
	}

	@Test
	void aLengthAboveTheLimitIsRefusedBeforeTheBody() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-length", "1001");
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		assertThat(error(response)).isEqualTo(new H2Error.BodyTooLarge(1000));
	}

	@Test
	void aHeaderListAboveTheLimitCostsItsStreamOnly() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, true, ":status", "200", "x-large", "x".repeat(9000));
		this.peer.expectReset(id);
		assertThat(error(response)).isEqualTo(new H2Error.ResponseHeadersTooLarge(8 * 1024));
		assertTheConnectionLives();
	}

}

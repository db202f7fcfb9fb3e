package io.conpool.wire;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.StreamedResponse;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Content that is longer or shorter than content-length says, and lengths that are none
 * (RFC 9113 section 8.1.1, RFC 9110 section 8.6): an error, never a short body.
 */
class ContentLengthTests extends WireTest {

	@Test
	void moreIsAnErrorAsSoonAsItArrives() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-length", "3").data(id, "four", false);
		assertThat(assertOnlyTheStreamFails(response, id, Http2ErrorCode.PROTOCOL_ERROR))
			.isEqualTo(new H2Error.ContentLengthMismatch(3, 4));
	}

	@Test
	void moreIsAnErrorAtTheEndToo() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-length", "0").data(id, "x", true);
		assertThat(assertOnlyTheStreamFails(response, id, Http2ErrorCode.PROTOCOL_ERROR))
			.isEqualTo(new H2Error.ContentLengthMismatch(0, 1));
	}

	@Test
	void lessIsAnError() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-length", "5").data(id, "four", true);
		assertThat(error(response)).isEqualTo(new H2Error.ContentLengthMismatch(5, 4));
		// The stream is closed on both sides: section 5.1 forbids a reset.
		this.peer.roundTrip();
		assertTheConnectionLives();
	}

	@Test
	void nothingIsLess() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, true, ":status", "200", "content-length", "1");
		assertThat(error(response)).isEqualTo(new H2Error.ContentLengthMismatch(1, 0));
		assertTheConnectionLives();
	}

	@Test
	void trailersEndTheContentToo() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-length", "5")
			.data(id, "four", false)
			.headers(id, true, "x-trailer", "1");
		assertThat(error(response)).isEqualTo(new H2Error.ContentLengthMismatch(5, 4));
		assertTheConnectionLives();
	}

	@Test
	void paddingIsNotContent() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-length", "2")
			.send(Frame.DATA, 0x8 | Frame.END_STREAM, id, new byte[] { 3, 'h', 'i', 0, 0, 0 });
		assertThat(await(response).bodyAsString()).isEqualTo("hi");
	}

	@Test
	void aReaderOfAStreamGetsTheErrorAndNotTheEnd() throws Exception {
		CompletableFuture<StreamedResponse> response = this.client.client
			.streamAsync(H2Request.get(this.peer.uri("/")).build());
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-length", "5").data(id, "four", true);
		CompletableFuture<byte[]> content = response.get(10, TimeUnit.SECONDS).body().bytes(10);
		assertThatThrownBy(() -> content.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
			.satisfies((ex) -> assertThat(H2ClientException.errorIn(ex))
				.isEqualTo(new H2Error.ContentLengthMismatch(5, 4)));
		assertTheConnectionLives();
	}

	@Test
	void lessBeforeTheUploadHasEndedIsNotANormalEnd() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[200_000]);
		int id = this.peer.handshake().expectRequest();
		for (int received = 0; received < 65_535;) {
			received += this.peer.expect(Frame.DATA).length();
		}
		this.peer.headers(id, false, ":status", "200", "content-length", "5").data(id, "four", true);
		assertThat(assertOnlyTheStreamFails(response, id, Http2ErrorCode.PROTOCOL_ERROR))
			.isEqualTo(new H2Error.ContentLengthMismatch(5, 4));
	}

	@ParameterizedTest(name = "\"{0}\"")
	@ValueSource(strings = { "", "x", "-1", "+1", "1.0", "0x1", "1 2", "1, 2", "5, 5", "9223372036854775808",
			"99999999999999999999999999999999999999" })
	void aLengthThatIsNoNumberIsMalformed(String length) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-length", length);
		H2Error error = assertOnlyTheStreamFails(response, id, Http2ErrorCode.PROTOCOL_ERROR);
		assertThat(error).isInstanceOf(H2Error.MalformedResponse.class);
	}

	@Test
	void twoDifferentLengthsAreMalformed() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-length", "1", "content-length", "2");
		H2Error error = assertOnlyTheStreamFails(response, id, Http2ErrorCode.PROTOCOL_ERROR);
		assertThat(error).isInstanceOf(H2Error.MalformedResponse.class);
	}

	@Test
	void theSameLengthTwiceIsOne() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-length", "4", "content-length", "4")
			.data(id, "four", true);
		assertThat(await(response).bodyAsString()).isEqualTo("four");
	}

	/** RFC 9110 section 6.4.1. */
	@ParameterizedTest
	@CsvSource({ "HEAD, 200", "HEAD, 404", "GET, 204", "GET, 304" })
	void whereThereIsNoContentTheLengthSpeaksOfAnotherResponse(String method, String status) throws Exception {
		CompletableFuture<H2Response> response = this.client.client
			.sendAsync(H2Request.builder(method, URI.create(this.peer.uri("/"))).build());
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, true, ":status", status, "content-length", "1000");
		assertThat(await(response).headers().first("content-length")).hasValue("1000");
		assertThat(await(response).body()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "HEAD, 200", "HEAD, 404", "GET, 204", "GET, 304" })
	void whereThereIsNoContentAnyIsMalformed(String method, String status) throws Exception {
		CompletableFuture<H2Response> response = this.client.client
			.sendAsync(H2Request.builder(method, URI.create(this.peer.uri("/"))).build());
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", status, "content-length", "4").data(id, "four", true);
		assertThat(assertOnlyTheStreamFails(response, id, Http2ErrorCode.PROTOCOL_ERROR))
			.isInstanceOf(H2Error.ContentLengthMismatch.class);
	}

}

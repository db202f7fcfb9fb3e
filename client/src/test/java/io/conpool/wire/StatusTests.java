package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code :status} (RFC 9113 sections 8.3, 8.3.2, 8.6, RFC 9110 section 15): exactly one,
 * of three digits, and never 101.
 */
class StatusTests extends WireTest {

	@ParameterizedTest(name = "\"{0}\"")
	@ValueSource(strings = { "", "2", "20", "2000", "2x0", "-20", "+20", "099", "000", "200 OK", "101" })
	void aStatusThatIsNoneIsMalformed(String status) throws Exception {
		assertMalformed(":status", status);
	}

	@Test
	void noStatusIsMalformed() throws Exception {
		assertMalformed("server", "x");
	}

	@Test
	void noFieldAtAllIsMalformed() throws Exception {
		assertMalformed();
	}

	@Test
	void twoAreMalformed() throws Exception {
		assertMalformed(":status", "200", ":status", "200");
	}

	@Test
	void twoOfAnInformationalResponseAreMalformed() throws Exception {
		assertMalformed(":status", "103", ":status", "200");
	}

	private void assertMalformed(String... fields) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.HEADERS, Frame.END_HEADERS, id, this.peer.encode(id, fields));
		H2Error error = assertOnlyTheStreamFails(response, id, Http2ErrorCode.PROTOCOL_ERROR);
		assertThat(error).isInstanceOf(H2Error.MalformedResponse.class);
	}

	/**
	 * RFC 9110 section 15: an unknown code is its class's; the caller sees it as it is.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 200, 299, 300, 399, 421, 499, 500, 599, 600, 999 })
	void everyOtherStatusReachesTheCallerAsItIs(int status) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, true, ":status", Integer.toString(status));
		assertThat(await(response).status()).isEqualTo(status);
	}

	/** RFC 9110 section 15.2: also those that no request asked for. */
	@ParameterizedTest
	@ValueSource(ints = { 100, 102, 103, 104, 199 })
	void anInformationalResponseIsNotTheResponse(int status) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", Integer.toString(status), "x-informational", "1")
			.headers(id, false, ":status", Integer.toString(status))
			.respond(id, "final");
		assertThat(await(response).bodyAsString()).isEqualTo("final");
		assertThat(await(response).headers().contains("x-informational")).isFalse();
	}

}

package io.conpool.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fields of a response that HTTP/2 forbids: characters of names and values (RFC 9113
 * section 8.2.1), connection-specific fields (8.2.2), pseudo-header fields (8.3). Each is
 * malformed in the head, in informational responses and in trailers.
 */
class ResponseFieldTests extends WireTest {

	private static final byte[] STATUS_103 = { 0x08, 3, '1', '0', '3' };

	private static final byte[] STATUS_200 = { (byte) 0x88 };

	@ParameterizedTest(name = "U+{0}")
	@ValueSource(ints = { 0, 1, 9, 10, 13, 0x1f, ' ', 'A', 'Z', 0x7f, 0x80, 0xff, ':' })
	void aNameMustNotHaveSuchACharacter(int character) throws Exception {
		assertMalformed("na" + (char) character + "me", "x");
	}

	@ParameterizedTest(name = "U+{0}")
	@ValueSource(ints = { 0, 10, 13 })
	void aValueMustNotHaveSuchACharacterAnywhere(int character) throws Exception {
		assertMalformed("server", (char) character + "ab");
		assertMalformed("server", "a" + (char) character + "b");
		assertMalformed("server", "ab" + (char) character);
	}

	@ParameterizedTest(name = "U+{0}")
	@ValueSource(ints = { ' ', '\t' })
	void aValueMustNotBeginOrEndWithWhiteSpace(int character) throws Exception {
		assertMalformed("server", (char) character + "a");
		assertMalformed("server", "a" + (char) character);
		assertMalformed("server", "" + (char) character);
	}

	@Test
	void aNameMustNotBeEmpty() throws Exception {
		assertMalformed("", "x");
	}

	@ParameterizedTest
	@CsvSource({ "connection, close", "connection, keep-alive", "proxy-connection, x", "keep-alive, timeout=5",
			"transfer-encoding, chunked", "upgrade, h2c", "te, gzip" })
	void aConnectionSpecificFieldIsMalformed(String name, String value) throws Exception {
		assertMalformed(name, value);
	}

	@ParameterizedTest
	@ValueSource(strings = { ":method", ":scheme", ":authority", ":path", ":protocol", ":unknown", ":", ":Status" })
	void aPseudoHeaderFieldOtherThanStatusIsMalformed(String name) throws Exception {
		assertMalformed(name, "200");
	}

	private boolean open;

	private void assertMalformed(String name, String value) throws Exception {
		byte[] field = literal(name, value);
		assertMalformed(false, STATUS_200, field);
		assertMalformed(false, STATUS_103, field);
		assertMalformed(true, STATUS_200, field);
	}

	private void assertMalformed(boolean asTrailers, byte[] status, byte[] field) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = expectRequest();
		if (asTrailers) {
			this.peer.send(Frame.HEADERS, Frame.END_HEADERS, id, status)
				.send(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, id, field);
		}
		else {
			this.peer.send(Frame.HEADERS, Frame.END_HEADERS, id, joined(status, field));
		}
		H2Error error = assertOnlyTheStreamFails(response, id, Http2ErrorCode.PROTOCOL_ERROR);
		assertThat(error).isInstanceOf(H2Error.MalformedResponse.class);
	}

	private int expectRequest() throws Exception {
		if (!this.open) {
			this.peer.handshake();
			this.open = true;
		}
		return this.peer.expectRequest();
	}

	@Test
	void pseudoHeaderFieldsMustComeFirst() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.HEADERS, Frame.END_HEADERS, id, joined(literal("server", "x"), STATUS_200));
		H2Error error = assertOnlyTheStreamFails(response, id, Http2ErrorCode.PROTOCOL_ERROR);
		assertThat(error).isInstanceOf(H2Error.MalformedResponse.class);
	}

	@Test
	void trailersMustNotHaveAStatus() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").headers(id, true, ":status", "200");
		H2Error error = assertOnlyTheStreamFails(response, id, Http2ErrorCode.PROTOCOL_ERROR);
		assertThat(error).isInstanceOf(H2Error.MalformedResponse.class);
	}

	@Test
	void everyOtherCharacterIsLegal() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, id, joined(STATUS_200,
				joined(literal("!#$%&'*+-.^_`|~09az", "a \t\u0080\u00ff~"), literal("x-empty", ""))));
		assertThat(await(response).headers().first("!#$%&'*+-.^_`|~09az")).hasValue("a \t\u0080\u00ff~");
		assertThat(await(response).headers().first("x-empty")).hasValue("");
	}

	/** A literal that does not enter the table, one byte for each character. */
	private static byte[] literal(String name, String value) {
		ByteArrayOutputStream field = new ByteArrayOutputStream();
		field.write(0);
		field.write(name.length());
		field.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
		field.write(value.length());
		field.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
		return field.toByteArray();
	}

	private static byte[] joined(byte[] first, byte[] second) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		joined.writeBytes(first);
		joined.writeBytes(second);
		return joined.toByteArray();
	}

}

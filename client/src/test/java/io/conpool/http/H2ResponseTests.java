package io.conpool.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A response and its text.
 */
class H2ResponseTests {

	private static final URI ASKED_FOR = URI.create("https://example.org/");

	private static H2Response response(String contentType, byte[] body) {
		HttpHeaders headers = (contentType != null) ? HttpHeaders.builder().add("content-type", contentType).build()
				: HttpHeaders.empty();
		return new H2Response(200, headers, body, HttpHeaders.empty(), ASKED_FOR);
	}

	@Test
	void aResponseHasWhatItWasMadeOf() {
		HttpHeaders headers = HttpHeaders.builder().add("a", "1").build();
		HttpHeaders trailers = HttpHeaders.builder().add("b", "2").build();
		byte[] body = { 1 };
		assertThat(new H2Response(201, headers, body, trailers, ASKED_FOR)).returns(201, H2Response::status)
			.returns(headers, H2Response::headers)
			.returns(body, H2Response::body)
			.returns(trailers, H2Response::trailers)
			.returns(ASKED_FOR, H2Response::uri);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "text/plain", "text/plain;charset=utf-8", "text/plain; charset=UTF-8",
			"text/plain;charset=\"utf-8\"", "text/plain; boundary=x; CHARSET=utf-8", "text/plain; charset",
			"text/plain; charset=", "text/plain; charset=no-such-charset", "text/plain; charset=???", ";", "''" })
	void theContentIsTextInUtf8UnlessTheServerSaysOtherwise(String contentType) {
		assertThat(response(contentType, "\u00e4".getBytes(StandardCharsets.UTF_8)).bodyAsString()).isEqualTo("\u00e4");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "text/plain;charset=iso-8859-1", "text/plain; charset=\"ISO-8859-1\"",
			"text/plain ; x=y ; charset = latin1" })
	void theContentIsTextInTheCharsetThatTheServerNames(String contentType) {
		assertThat(response(contentType, new byte[] { (byte) 0xe4 }).bodyAsString()).isEqualTo("\u00e4");
	}

	@Test
	void withoutContentTypeTheContentIsTextInUtf8() {
		assertThat(response(null, "\u20ac".getBytes(StandardCharsets.UTF_8)).bodyAsString()).isEqualTo("\u20ac");
	}

	@Test
	void theTextHasStatusFieldsAndLengthButNoContent() {
		HttpHeaders headers = HttpHeaders.builder().add("set-cookie", "secret").add("a", "1").build();
		H2Response response = new H2Response(200, headers, "secret".getBytes(StandardCharsets.UTF_8),
				HttpHeaders.empty(), ASKED_FOR);
		assertThat(response).hasToString("200 {set-cookie: <redacted>, a: 1}, 6 bytes");
	}

}

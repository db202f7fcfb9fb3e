package io.conpool.error;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import io.conpool.endpoint.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What a person reads of an error, and the exception that carries it.
 */
class H2ErrorMessageTests {

	private static final Endpoint ENDPOINT = new Endpoint(Endpoint.Scheme.HTTPS, "example.org", 443);

	private static final Duration LIMIT = Duration.ofMillis(1500);

	@SuppressWarnings("StaticAssignmentOfThrowable") // It is compared, and never thrown.
	private static final IOException CAUSE = new IOException("broken");

	static Stream<Arguments> messages() {
		return Stream.of(
				arguments(new H2Error.DnsResolutionFailed("example.org", CAUSE), "cannot resolve host 'example.org'"),
				arguments(new H2Error.AddressesRefused("example.org", 2),
						"host 'example.org' has no address that connections are permitted to, of 2"),
				arguments(H2Error.NoRoute.because(CAUSE), "no route: broken"),
				arguments(H2Error.NoRoute.because(new IOException()), "no route: IOException"),
				arguments(new H2Error.RedirectFailed(new H2Error.ClientClosed()),
						"a redirect was followed, then: the client is closed"),
				arguments(new H2Error.ConnectionFailed(ENDPOINT, CAUSE),
						"cannot connect to https://example.org:443: broken"),
				arguments(new H2Error.ConnectionTimeout(ENDPOINT, LIMIT),
						"no connection to https://example.org:443 within 1500 ms"),
				arguments(new H2Error.TlsHandshakeFailed(ENDPOINT, "untrusted", false, null),
						"TLS handshake with https://example.org:443 failed: untrusted"),
				arguments(new H2Error.SettingsTimeout(ENDPOINT, LIMIT, true),
						"no SETTINGS from https://example.org:443 within 1500 ms"),
				arguments(new H2Error.SettingsTimeout(ENDPOINT, LIMIT, false),
						"no SETTINGS acknowledgement from https://example.org:443 within 1500 ms"),
				arguments(new H2Error.KeepAliveTimeout(ENDPOINT, LIMIT),
						"no answer from https://example.org:443 to PING within 1500 ms"),
				arguments(new H2Error.AcquireTimeout(ENDPOINT, LIMIT, "waiters: 3"),
						"no free stream to https://example.org:443 within 1500 ms (waiters: 3)"),
				arguments(new H2Error.PoolLimitReached(ENDPOINT, 7),
						"7 requests wait for https://example.org:443 already, no more may"),
				arguments(new H2Error.ClientClosed(), "the client is closed"),
				arguments(new H2Error.NotSent(ENDPOINT, "the connection is DRAINING"),
						"not sent to https://example.org:443: the connection is DRAINING"),
				arguments(new H2Error.GoAway(0, 7, Http2ErrorCode.NO_ERROR, ""), "GOAWAY NO_ERROR with last stream 7"),
				arguments(new H2Error.GoAway(9, 7, Http2ErrorCode.NO_ERROR, "bye"),
						"GOAWAY NO_ERROR with last stream 7 (bye), before stream 9 was answered"),
				arguments(new H2Error.StreamReset(5, Http2ErrorCode.CANCEL), "the server reset stream 5 with CANCEL"),
				arguments(new H2Error.StreamReset(5, Http2ErrorCode.HTTP_1_1_REQUIRED),
						"the server reset stream 5 with HTTP_1_1_REQUIRED, so it answers this in HTTP/1.1 alone"),
				arguments(new H2Error.ConnectionLost(ENDPOINT, true, null),
						"connection to https://example.org:443 lost before the response was complete"),
				arguments(new H2Error.ConnectionLost(ENDPOINT, false, null),
						"connection to https://example.org:443 lost before the request was sent"),
				arguments(new H2Error.ProtocolError(ENDPOINT, Http2ErrorCode.PROTOCOL_ERROR, "a rule", false),
						"PROTOCOL_ERROR by https://example.org:443: a rule"),
				arguments(new H2Error.MalformedResponse(3, "no valid :status"),
						"malformed response on stream 3: no valid :status"),
				arguments(new H2Error.RequestHeadersTooLarge(100),
						"the request's headers are larger than the 100 bytes that the server accepts"),
				arguments(new H2Error.ResponseHeadersTooLarge(100), "the response's headers are larger than 100 bytes"),
				arguments(new H2Error.BodyTooLarge(100), "the response's body is larger than 100 bytes"),
				arguments(new H2Error.DecompressionBomb(100, 250),
						"the decoded body is larger than 100 bytes or 250 times its encoded size"),
				arguments(new H2Error.DecompressionBomb(Long.MAX_VALUE, 250),
						"the decoded body is larger than 250 times its encoded size"),
				arguments(new H2Error.ContentDecodingFailed("gzip", CAUSE), "the body is not valid gzip: broken"),
				arguments(new H2Error.ContentLengthMismatch(10, 7),
						"content-length is 10 but the body has only 7 bytes"),
				arguments(new H2Error.ContentLengthMismatch(10, 12),
						"content-length is 10 but the body has more bytes"),
				arguments(new H2Error.Timeout(LIMIT, true), "no response within 1500 ms"),
				arguments(new H2Error.Timeout(LIMIT, false), "no response within 1500 ms (the request was not sent)"),
				arguments(new H2Error.ResponseTimeout(LIMIT),
						"no response headers within 1500 ms after the request was sent"),
				arguments(new H2Error.IdleTimeout(LIMIT), "no content of the response for 1500 ms"),
				arguments(new H2Error.ContentUnread(LIMIT, "app.Orders.load(Orders.java:7)"),
						"the response's content lay unread for 1500 ms; it was neither read to its end nor closed, "
								+ "and was obtained at app.Orders.load(Orders.java:7)"),
				arguments(new H2Error.Cancelled(true), "cancelled by the caller"));
	}

	@ParameterizedTest(name = "{1}")
	@MethodSource("messages")
	void everyErrorSaysInOneLineWhatHappened(H2Error error, String message) {
		assertThat(error.message()).isEqualTo(message).doesNotContain("\n");
	}

	@Test
	void theExceptionCarriesErrorMessageAndCause() {
		H2Error error = new H2Error.ConnectionFailed(ENDPOINT, CAUSE);
		assertThat(error.asException()).returns(error, H2ClientException::error)
			.hasMessage(error.message())
			.hasCause(CAUSE);
	}

	@Test
	void anErrorWithoutCauseMakesAnExceptionWithoutOne() {
		assertThat(new H2Error.ClientClosed().asException()).hasNoCause();
	}

	@Test
	void theErrorIsFoundInWhateverTheJdkWrapsAroundIt() {
		H2Error error = new H2Error.ClientClosed();
		assertThat(H2ClientException.errorIn(new CompletionException(error.asException()))).isSameAs(error);
		assertThat(H2ClientException.errorIn(error.asException())).isSameAs(error);
	}

	@Test
	void whatCarriesNoErrorHasNone() {
		assertThat(H2ClientException.errorIn(new CompletionException(CAUSE))).isNull();
		assertThat(H2ClientException.errorIn(null)).isNull();
	}

	@Test
	void onlyTheWrapperOfTheJdkIsTakenOff() {
		IllegalStateException outer = new IllegalStateException(CAUSE);
		assertThat(H2ClientException.unwrap(new CompletionException(CAUSE))).isSameAs(CAUSE);
		assertThat(H2ClientException.unwrap(outer)).isSameAs(outer);
		assertThat(H2ClientException.unwrap(new CompletionException("no cause", null)))
			.isInstanceOf(CompletionException.class);
	}

	@Test
	void aDecoderWithoutWordsMakesNoMessageThatEndsInNull() {
		H2Error error = new H2Error.ContentDecodingFailed("gzip", new EOFException());
		assertThat(error.message()).doesNotContain("null");
	}

	@Test
	void aFailedConnectWithoutWordsMakesNoMessageThatEndsInNull() {
		H2Error error = new H2Error.ConnectionFailed(ENDPOINT, new IOException());
		assertThat(error.message()).doesNotContain("null");
	}

	@Test
	void aSettingThatIsRefusedSaysWhatItIsAndWhatItShouldBe() {
		assertThat(new InvalidSettingException("pool.maxConnections", 0, "1 or more"))
			.hasMessage("pool.maxConnections: 0 (expected: 1 or more)")
			.returns("pool.maxConnections", InvalidSettingException::setting)
			.returns("0", InvalidSettingException::value)
			.returns("1 or more", InvalidSettingException::expected);
	}

}

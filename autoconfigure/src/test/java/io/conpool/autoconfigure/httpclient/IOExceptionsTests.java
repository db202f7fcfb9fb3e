package io.conpool.autoconfigure.httpclient;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.stream.Stream;

import javax.net.ssl.SSLHandshakeException;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class IOExceptionsTests {

	private static final Endpoint ENDPOINT = new Endpoint(Endpoint.Scheme.HTTPS, "example.org", 443);

	private static final Duration LIMIT = Duration.ofSeconds(1);

	private static final Exception CAUSE = new IOException("refused");

	@ParameterizedTest
	@MethodSource
	void everyErrorIsTheExceptionThatIsKnown(H2Error error, Class<? extends IOException> expected) {
		H2ClientException thrown = error.asException();
		assertThat(IOExceptions.of(thrown)).isExactlyInstanceOf(expected).hasMessage(error.message()).hasCause(thrown);
	}

	static Stream<Arguments> everyErrorIsTheExceptionThatIsKnown() {
		return Stream.of(arguments(new H2Error.DnsResolutionFailed("host", CAUSE), UnknownHostException.class),
				arguments(new H2Error.ConnectionFailed(ENDPOINT, CAUSE), ConnectException.class),
				arguments(new H2Error.AddressesRefused("host", 2), ConnectException.class),
				arguments(new H2Error.ProxyRefused(ENDPOINT, "proxy", "no", false), ConnectException.class),
				arguments(new H2Error.TlsHandshakeFailed(ENDPOINT, "untrusted", false, null),
						SSLHandshakeException.class),
				arguments(new H2Error.ConnectionTimeout(ENDPOINT, LIMIT), SocketTimeoutException.class),
				arguments(new H2Error.SettingsTimeout(ENDPOINT, LIMIT, true), SocketTimeoutException.class),
				arguments(new H2Error.KeepAliveTimeout(ENDPOINT, LIMIT), SocketTimeoutException.class),
				arguments(new H2Error.AcquireTimeout(ENDPOINT, LIMIT, "pool"), SocketTimeoutException.class),
				arguments(new H2Error.Timeout(LIMIT, true), SocketTimeoutException.class),
				arguments(new H2Error.ResponseTimeout(LIMIT), SocketTimeoutException.class),
				arguments(new H2Error.IdleTimeout(LIMIT), SocketTimeoutException.class),
				arguments(new H2Error.RedirectFailed(new H2Error.ConnectionFailed(ENDPOINT, CAUSE)),
						ConnectException.class),
				arguments(new H2Error.Cancelled(true), InterruptedIOException.class),
				arguments(new H2Error.StreamReset(1, Http2ErrorCode.CANCEL), IOException.class),
				arguments(new H2Error.ClientClosed(), IOException.class));
	}

}

package io.conpool.error;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

import io.conpool.endpoint.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.conpool.error.Http2ErrorCode.CANCEL;
import static io.conpool.error.Http2ErrorCode.COMPRESSION_ERROR;
import static io.conpool.error.Http2ErrorCode.ENHANCE_YOUR_CALM;
import static io.conpool.error.Http2ErrorCode.FLOW_CONTROL_ERROR;
import static io.conpool.error.Http2ErrorCode.FRAME_SIZE_ERROR;
import static io.conpool.error.Http2ErrorCode.HTTP_1_1_REQUIRED;
import static io.conpool.error.Http2ErrorCode.INTERNAL_ERROR;
import static io.conpool.error.Http2ErrorCode.NO_ERROR;
import static io.conpool.error.Http2ErrorCode.PROTOCOL_ERROR;
import static io.conpool.error.Http2ErrorCode.REFUSED_STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Every error answers two questions; here are the answers that the design asks for.
 */
class H2ErrorTableTests {

	private static final boolean UNPROCESSED = true;

	private static final boolean PERHAPS_PROCESSED = false;

	private static final boolean RETRYABLE = true;

	private static final boolean FINAL = false;

	private static final Endpoint ENDPOINT = new Endpoint(Endpoint.Scheme.HTTPS, "example.org", 443);

	private static final Duration LIMIT = Duration.ofSeconds(1);

	@SuppressWarnings("StaticAssignmentOfThrowable") // It is compared, and never thrown.
	private static final IOException CAUSE = new IOException("broken");

	static Stream<Arguments> table() {
		return Stream.of(connect(), pool(), redirect(), http2(), message(), time()).flatMap((group) -> group);
	}

	private static Stream<Arguments> connect() {
		return Stream.of(arguments(new H2Error.NoRoute("none", CAUSE), UNPROCESSED, RETRYABLE, "no_route"),
				arguments(new H2Error.DnsResolutionFailed("example.org", CAUSE), UNPROCESSED, RETRYABLE,
						"dns_resolution_failed"),
				arguments(new H2Error.AddressesRefused("example.org", 2), UNPROCESSED, FINAL, "addresses_refused"),
				arguments(new H2Error.ConnectionFailed(ENDPOINT, CAUSE), UNPROCESSED, RETRYABLE, "connection_failed"),
				arguments(new H2Error.ConnectionTimeout(ENDPOINT, LIMIT), UNPROCESSED, RETRYABLE, "connection_timeout"),
				arguments(new H2Error.ProxyRefused(ENDPOINT, "proxy", "status: 502", false), UNPROCESSED, RETRYABLE,
						"proxy_refused"),
				arguments(new H2Error.ProxyRefused(ENDPOINT, "proxy", "status: 407", true), UNPROCESSED, FINAL,
						"proxy_refused"),
				arguments(new H2Error.TlsHandshakeFailed(ENDPOINT, "untrusted", false, CAUSE), UNPROCESSED, FINAL,
						"tls_handshake_failed"),
				arguments(new H2Error.TlsHandshakeFailed(ENDPOINT, "reset", true, null), UNPROCESSED, RETRYABLE,
						"tls_handshake_failed"),
				arguments(new H2Error.SettingsTimeout(ENDPOINT, LIMIT, true), UNPROCESSED, RETRYABLE,
						"settings_timeout"),
				arguments(new H2Error.SettingsTimeout(ENDPOINT, LIMIT, false), PERHAPS_PROCESSED, RETRYABLE,
						"settings_timeout"),
				arguments(new H2Error.KeepAliveTimeout(ENDPOINT, LIMIT), PERHAPS_PROCESSED, RETRYABLE,
						"keep_alive_timeout"));
	}

	private static Stream<Arguments> pool() {
		return Stream.of(
				arguments(new H2Error.AcquireTimeout(ENDPOINT, LIMIT, "numbers"), UNPROCESSED, RETRYABLE,
						"acquire_timeout"),
				arguments(new H2Error.PoolLimitReached(ENDPOINT, 5), UNPROCESSED, RETRYABLE, "pool_limit_reached"),
				arguments(new H2Error.ClientClosed(), UNPROCESSED, FINAL, "client_closed"));
	}

	private static Stream<Arguments> redirect() {
		return Stream.of(
				arguments(new H2Error.RedirectFailed(new H2Error.AcquireTimeout(ENDPOINT, LIMIT, "numbers")),
						PERHAPS_PROCESSED, RETRYABLE, "redirect_failed"),
				arguments(new H2Error.RedirectFailed(new H2Error.ClientClosed()), PERHAPS_PROCESSED, FINAL,
						"redirect_failed"));
	}

	private static Stream<Arguments> http2() {
		return Stream.of(arguments(new H2Error.NotSent(ENDPOINT, "DRAINING"), UNPROCESSED, RETRYABLE, "not_sent"),
				arguments(new H2Error.GoAway(5, 3, NO_ERROR, ""), UNPROCESSED, RETRYABLE, "go_away"),
				arguments(new H2Error.GoAway(3, 3, NO_ERROR, ""), PERHAPS_PROCESSED, RETRYABLE, "go_away"),
				arguments(new H2Error.GoAway(1, 3, NO_ERROR, ""), PERHAPS_PROCESSED, RETRYABLE, "go_away"),
				arguments(new H2Error.GoAway(5, 3, ENHANCE_YOUR_CALM, ""), UNPROCESSED, RETRYABLE, "go_away"),
				arguments(new H2Error.GoAway(3, 3, ENHANCE_YOUR_CALM, ""), PERHAPS_PROCESSED, RETRYABLE, "go_away"),
				arguments(new H2Error.GoAway(5, 3, 0xFFFFFC7AL, ""), UNPROCESSED, RETRYABLE, "go_away"),
				arguments(new H2Error.GoAway(3, 3, 0xFFFFFC7AL, ""), PERHAPS_PROCESSED, RETRYABLE, "go_away"),
				arguments(new H2Error.GoAway(5, 3, INTERNAL_ERROR, ""), PERHAPS_PROCESSED, RETRYABLE, "go_away"),
				arguments(new H2Error.GoAway(5, 3, PROTOCOL_ERROR, ""), PERHAPS_PROCESSED, RETRYABLE, "go_away"),
				arguments(new H2Error.GoAway(0, 3, NO_ERROR, ""), PERHAPS_PROCESSED, RETRYABLE, "go_away"),
				arguments(new H2Error.StreamReset(1, REFUSED_STREAM), UNPROCESSED, RETRYABLE, "stream_reset"),
				arguments(new H2Error.StreamReset(1, ENHANCE_YOUR_CALM), PERHAPS_PROCESSED, RETRYABLE, "stream_reset"),
				arguments(new H2Error.StreamReset(1, CANCEL), PERHAPS_PROCESSED, FINAL, "stream_reset"),
				arguments(new H2Error.StreamReset(1, HTTP_1_1_REQUIRED), PERHAPS_PROCESSED, FINAL, "stream_reset"),
				arguments(new H2Error.StreamReset(1, NO_ERROR), PERHAPS_PROCESSED, FINAL, "stream_reset"),
				arguments(new H2Error.ConnectionLost(ENDPOINT, false, CAUSE), UNPROCESSED, RETRYABLE,
						"connection_lost"),
				arguments(new H2Error.ConnectionLost(ENDPOINT, true, null), PERHAPS_PROCESSED, RETRYABLE,
						"connection_lost"),
				arguments(new H2Error.ProtocolError(ENDPOINT, PROTOCOL_ERROR, "rule", true), UNPROCESSED, FINAL,
						"protocol_error"),
				arguments(new H2Error.ProtocolError(ENDPOINT, PROTOCOL_ERROR, "rule", false), PERHAPS_PROCESSED,
						RETRYABLE, "protocol_error"),
				arguments(new H2Error.ProtocolError(ENDPOINT, FLOW_CONTROL_ERROR, "rule", false), PERHAPS_PROCESSED,
						FINAL, "protocol_error"),
				arguments(new H2Error.ProtocolError(ENDPOINT, COMPRESSION_ERROR, "rule", false), PERHAPS_PROCESSED,
						FINAL, "protocol_error"),
				arguments(new H2Error.ProtocolError(ENDPOINT, FRAME_SIZE_ERROR, "rule", false), PERHAPS_PROCESSED,
						FINAL, "protocol_error"),
				arguments(new H2Error.MalformedResponse(1, "rule"), PERHAPS_PROCESSED, FINAL, "malformed_response"));
	}

	private static Stream<Arguments> message() {
		return Stream.of(
				arguments(new H2Error.RequestHeadersTooLarge(8192), UNPROCESSED, FINAL, "request_headers_too_large"),
				arguments(new H2Error.ResponseHeadersTooLarge(8192), PERHAPS_PROCESSED, FINAL,
						"response_headers_too_large"),
				arguments(new H2Error.RequestBodyFailed(new IllegalStateException("no more")), PERHAPS_PROCESSED, FINAL,
						"request_body_failed"),
				arguments(new H2Error.BodyTooLarge(10), PERHAPS_PROCESSED, FINAL, "body_too_large"),
				arguments(new H2Error.DecompressionBomb(10, 250), PERHAPS_PROCESSED, FINAL, "decompression_bomb"),
				arguments(new H2Error.ContentDecodingFailed("gzip", CAUSE), PERHAPS_PROCESSED, FINAL,
						"content_decoding_failed"),
				arguments(new H2Error.ContentLengthMismatch(10, 9), PERHAPS_PROCESSED, RETRYABLE,
						"content_length_mismatch"));
	}

	private static Stream<Arguments> time() {
		return Stream.of(arguments(new H2Error.Timeout(LIMIT, true), PERHAPS_PROCESSED, FINAL, "timeout"),
				arguments(new H2Error.Timeout(LIMIT, false), UNPROCESSED, FINAL, "timeout"),
				arguments(new H2Error.ResponseTimeout(LIMIT), PERHAPS_PROCESSED, RETRYABLE, "response_timeout"),
				arguments(new H2Error.IdleTimeout(LIMIT), PERHAPS_PROCESSED, RETRYABLE, "idle_timeout"),
				arguments(new H2Error.ContentUnread(LIMIT, "somewhere"), PERHAPS_PROCESSED, FINAL, "content_unread"),
				arguments(new H2Error.Cancelled(true), PERHAPS_PROCESSED, FINAL, "cancelled"),
				arguments(new H2Error.Cancelled(false), UNPROCESSED, FINAL, "cancelled"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("table")
	void everyErrorAnswersAsTheDesignSays(H2Error error, boolean unprocessed, boolean retryable, String type) {
		assertThat(error).returns(unprocessed, H2Error::isUnprocessed)
			.returns(retryable, H2Error::isRetryable)
			.returns(type, H2Error::type);
	}

	@Test
	void theTableHasEveryError() {
		Set<Class<?>> inTable = new HashSet<>();
		table().forEach((row) -> inTable.add(row.get()[0].getClass()));
		assertThat(inTable).isEqualTo(records(H2Error.class));
	}

	@Test
	void everyTypeIsANameOfItsOwn() {
		Set<Class<?>> records = records(H2Error.class);
		assertThat(records.stream().map(ErrorTypes::of).distinct()).hasSameSizeAs(records);
	}

	private static Set<Class<?>> records(Class<?> type) {
		Set<Class<?>> records = new HashSet<>();
		if (type.isRecord()) {
			records.add(type);
		}
		else {
			Arrays.stream(type.getPermittedSubclasses()).forEach((permitted) -> records.addAll(records(permitted)));
		}
		return records;
	}

}

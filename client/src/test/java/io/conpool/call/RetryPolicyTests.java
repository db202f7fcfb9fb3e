package io.conpool.call;

import java.time.Duration;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.error.InvalidSettingException;
import io.conpool.http.H2Request;
import io.conpool.http.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The policy as a table, and the settings of calls.
 */
class RetryPolicyTests {

	private static final RetryPolicy POLICY = RetryPolicy.of(CallConfig.defaults());

	private static final H2Error UNPROCESSED = new H2Error.StreamReset(1, Http2ErrorCode.REFUSED_STREAM);

	private static final H2Error GONE = new H2Error.GoAway(3, 1, Http2ErrorCode.NO_ERROR, "");

	private static final H2Error UNPROCESSED_BUT_FINAL = new H2Error.ClientClosed();

	private static final H2Error RETRYABLE_BUT_PROCESSED = new H2Error.ConnectionLost(CallFixture.ENDPOINT, true, null);

	private static final H2Error NEITHER = new H2Error.BodyTooLarge(1);

	static Stream<Arguments> unprocessed() {
		return Stream.of(arguments(UNPROCESSED, true), arguments(UNPROCESSED_BUT_FINAL, false),
				arguments(RETRYABLE_BUT_PROCESSED, false), arguments(NEITHER, false),
				arguments(CallFixture.notSent(), true), arguments(GONE, true));
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource("unprocessed")
	void theTableHoldsForEveryMethod(H2Error error, boolean again) {
		H2Request post = H2Request.post("https://example.org/", RequestBody.utf8("x")).build();
		assertThat(POLICY.isReplayable(error, CallFixture.request("GET"), true)).isEqualTo(again);
		assertThat(POLICY.isReplayable(error, post, true)).isEqualTo(again);
	}

	@Test
	void aConnectionInItsEndDoesNotCount() {
		assertThat(POLICY.counts(CallFixture.notSent())).isFalse();
		assertThat(POLICY.counts(GONE)).isFalse();
		assertThat(POLICY.counts(new H2Error.GoAway(3, 1, Http2ErrorCode.ENHANCE_YOUR_CALM, ""))).isTrue();
		assertThat(POLICY.counts(UNPROCESSED)).isTrue();
		assertThat(POLICY.counts(new H2Error.ConnectionLost(CallFixture.ENDPOINT, false, null))).isTrue();
	}

	@Test
	void aContentThatCanBeHadOnceIsRepeatedOnlyIfNothingWasSent() {
		H2Request once = H2Request.post("https://example.org/", RequestBody.publisher(new SubmissionPublisher<>(), -1))
			.build();
		assertThat(POLICY.isReplayable(UNPROCESSED, once, true)).isFalse();
		assertThat(POLICY.isReplayable(UNPROCESSED, once, false)).isTrue();
		assertThat(POLICY.isReplayable(CallFixture.notSent(), once, true)).isTrue();
	}

	/** RFC 9112 section 9.3.1, RFC 9110 section 9.2.2. */
	@ParameterizedTest
	@CsvSource({ "GET, true", "HEAD, true", "OPTIONS, true", "TRACE, true", "PUT, true", "DELETE, true", "POST, false",
			"PATCH, false", "get, false" })
	void onlyIdempotentMethodsMayBeProcessedTwice(String method, boolean again) {
		H2Error stale = new H2Error.ConnectionLost(CallFixture.ENDPOINT, true, true, null, null);
		assertThat(stale.isUnprocessed()).isFalse();
		assertThat(POLICY.isStale(stale, CallFixture.request(method))).isEqualTo(again);
		assertThat(POLICY.isStale(RETRYABLE_BUT_PROCESSED, CallFixture.request(method))).isFalse();
		assertThat(POLICY.isRetryable(RETRYABLE_BUT_PROCESSED, CallFixture.request(method))).isEqualTo(again);
	}

	@ParameterizedTest
	@CsvSource({ "GET, true", "PUT, true", "POST, false" })
	void aGoAwayThatMayLieIsBelievedForIdempotentMethods(String method, boolean again) {
		H2Error doubtful = new H2Error.GoAway(7, 5, Http2ErrorCode.INTERNAL_ERROR, "");
		assertThat(doubtful.isUnprocessed()).isFalse();
		assertThat(POLICY.isReplayable(doubtful, CallFixture.request(method), true)).isEqualTo(again);
		H2Error processed = new H2Error.GoAway(5, 5, Http2ErrorCode.INTERNAL_ERROR, "");
		assertThat(POLICY.isReplayable(processed, CallFixture.request(method), true)).isFalse();
	}

	@Test
	void whatIsFinalOrUnprocessedIsNotRetried() {
		assertThat(POLICY.isRetryable(NEITHER, CallFixture.request("GET"))).isFalse();
		assertThat(POLICY.isRetryable(UNPROCESSED, CallFixture.request("GET"))).isFalse();
	}

	@Test
	void aContentThatCanBeHadOnceIsNotProcessedTwice() {
		H2Request once = H2Request.put("https://example.org/", RequestBody.publisher(new SubmissionPublisher<>(), -1))
			.build();
		H2Error stale = new H2Error.ConnectionLost(CallFixture.ENDPOINT, true, true, null, null);
		assertThat(POLICY.isRetryable(RETRYABLE_BUT_PROCESSED, once)).isFalse();
		assertThat(POLICY.isStale(stale, once)).isFalse();
	}

	@Test
	void theDefaultsOfACallAreAsDescribed() {
		assertThat(CallConfig.defaults()).returns(Duration.ofSeconds(30), CallConfig::requestTimeout)
			.returns(Duration.ofSeconds(60), CallConfig::responseTimeout)
			.returns(Duration.ofSeconds(60), CallConfig::idleTimeout)
			.returns(Duration.ofSeconds(60), CallConfig::unreadTimeout)
			.returns(5, CallConfig::maxReplays)
			.returns(0, CallConfig::maxRetries)
			.returns(Duration.ofMillis(100), CallConfig::retryDelay)
			.returns(new CallConfig.Decompression(true, 16 * 1024 * 1024, 250), CallConfig::decompression);
	}

	static Stream<Arguments> outOfRange() {
		return Stream.of(arguments("requestTimeout", refused((call) -> call.requestTimeout(Duration.ZERO))),
				arguments("requestTimeout", refused((call) -> call.requestTimeout(Duration.ofSeconds(-1)))),
				arguments("responseTimeout", refused((call) -> call.responseTimeout(Duration.ZERO))),
				arguments("idleTimeout", refused((call) -> call.idleTimeout(Duration.ZERO))),
				arguments("unreadTimeout", refused((call) -> call.unreadTimeout(Duration.ofDays(366)))),
				arguments("maxReplays", refused((call) -> call.maxReplays(-1))),
				arguments("maxRetries", refused((call) -> call.maxRetries(-1))),
				arguments("retryDelay", refused((call) -> call.retryDelay(Duration.ZERO))),
				arguments("decompression.maxSize", (Runnable) () -> new CallConfig.Decompression(true, 0, 1)),
				arguments("decompression.maxSize",
						(Runnable) () -> new CallConfig.Decompression(true, Integer.MAX_VALUE, 1)),
				arguments("decompression.maxRatio", (Runnable) () -> new CallConfig.Decompression(true, 1, 0)));
	}

	private static Runnable refused(Consumer<CallConfig.Builder> setting) {
		return () -> {
			CallConfig.Builder call = CallConfig.builder();
			setting.accept(call);
			call.build();
		};
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("outOfRange")
	void aSettingOutOfItsRangeIsRefusedByName(String setting, Runnable make) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(make::run)
			.returns(setting, InvalidSettingException::setting);
	}

}

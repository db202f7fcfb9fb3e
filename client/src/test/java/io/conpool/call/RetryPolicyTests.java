package io.conpool.call;

import java.time.Duration;
import java.util.concurrent.SubmissionPublisher;
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

	private static final RetryPolicy POLICY = new RetryPolicy(2);

	private static final H2Error UNPROCESSED = new H2Error.StreamReset(1, Http2ErrorCode.REFUSED_STREAM);

	private static final H2Error GONE = new H2Error.GoAway(3, 1, Http2ErrorCode.NO_ERROR, "");

	private static final H2Error UNPROCESSED_BUT_FINAL = new H2Error.ClientClosed();

	private static final H2Error RETRYABLE_BUT_PROCESSED = new H2Error.ConnectionLost(CallFixture.ENDPOINT, true, null);

	private static final H2Error NEITHER = new H2Error.BodyTooLarge(1);

	static Stream<Arguments> table() {
		return Stream.of(arguments(UNPROCESSED, 0, true), arguments(UNPROCESSED, 1, true),
				arguments(UNPROCESSED, 2, false), arguments(UNPROCESSED, Integer.MAX_VALUE, false),
				arguments(UNPROCESSED_BUT_FINAL, 0, false), arguments(RETRYABLE_BUT_PROCESSED, 0, false),
				arguments(NEITHER, 0, false), arguments(CallFixture.notSent(), 0, true),
				arguments(CallFixture.notSent(), 2, true), arguments(CallFixture.notSent(), 1_000_000, true));
	}

	@ParameterizedTest(name = "{0} after {1} replays: {2}")
	@MethodSource("table")
	void theTableHoldsForEveryMethod(H2Error error, int replays, boolean again) {
		H2Request post = H2Request.post("https://example.org/", RequestBody.utf8("x")).build();
		assertThat(POLICY.mayReplay(error, CallFixture.request("GET"), 1, replays)).isEqualTo(again);
		assertThat(POLICY.mayReplay(error, post, 1, replays)).isEqualTo(again);
	}

	@Test
	void withoutReplaysOnlyWhatWasNotSentIsSentAgain() {
		RetryPolicy never = new RetryPolicy(0);
		assertThat(never.mayReplay(UNPROCESSED, CallFixture.request("GET"), 1, 0)).isFalse();
		assertThat(never.mayReplay(CallFixture.notSent(), CallFixture.request("GET"), 1, 0)).isTrue();
	}

	@Test
	void aConnectionInItsEndDoesNotCount() {
		assertThat(POLICY.counts(CallFixture.notSent())).isFalse();
		assertThat(POLICY.counts(GONE)).isFalse();
		assertThat(POLICY.counts(UNPROCESSED)).isTrue();
		assertThat(POLICY.counts(new H2Error.ConnectionLost(CallFixture.ENDPOINT, false, null))).isTrue();
	}

	@Test
	void aServerThatNeverServesIsNotTriedForEver() {
		assertThat(POLICY.mayReplay(GONE, CallFixture.request("GET"), 99, 0)).isTrue();
		assertThat(POLICY.mayReplay(GONE, CallFixture.request("GET"), 100, 0)).isFalse();
	}

	@Test
	void aContentThatCanBeHadOnceIsRepeatedOnlyIfNothingWasSent() {
		H2Request once = H2Request.post("https://example.org/", RequestBody.publisher(new SubmissionPublisher<>(), -1))
			.build();
		assertThat(POLICY.mayReplay(UNPROCESSED, once, 1, 0)).isFalse();
		assertThat(POLICY.mayReplay(CallFixture.notSent(), once, 1, 0)).isTrue();
	}

	/** RFC 9112 section 9.3.1, RFC 9110 section 9.2.2. */
	@ParameterizedTest
	@CsvSource({ "GET, true", "HEAD, true", "OPTIONS, true", "TRACE, true", "PUT, true", "DELETE, true", "POST, false",
			"PATCH, false", "get, false" })
	void whatAStaleConnectionLostIsRepeatedIfItsMethodIsIdempotent(String method, boolean again) {
		H2Error stale = new H2Error.ConnectionLost(CallFixture.ENDPOINT, true, true, null);
		assertThat(POLICY.mayReplay(stale, CallFixture.request(method), 1, 0)).isEqualTo(again);
		assertThat(POLICY.mayReplay(stale, CallFixture.request(method), 1, 2)).isFalse();
		assertThat(stale.isUnprocessed()).isFalse();
	}

	@Test
	void theDefaultsOfACallAreAsDescribed() {
		assertThat(CallConfig.defaults()).returns(Duration.ofSeconds(30), CallConfig::requestTimeout)
			.returns(5, CallConfig::maxReplays)
			.returns(new CallConfig.Decompression(true, 16 * 1024 * 1024, 250), CallConfig::decompression);
	}

	static Stream<Arguments> outOfRange() {
		CallConfig.Decompression decompression = CallConfig.Decompression.defaults();
		Duration second = Duration.ofSeconds(1);
		return Stream.of(arguments("requestTimeout", (Runnable) () -> new CallConfig(Duration.ZERO, 1, decompression)),
				arguments("requestTimeout", (Runnable) () -> new CallConfig(second.negated(), 1, decompression)),
				arguments("maxReplays", (Runnable) () -> new CallConfig(second, -1, decompression)),
				arguments("decompression.maxSize", (Runnable) () -> new CallConfig.Decompression(true, 0, 1)),
				arguments("decompression.maxSize",
						(Runnable) () -> new CallConfig.Decompression(true, Integer.MAX_VALUE, 1)),
				arguments("decompression.maxRatio", (Runnable) () -> new CallConfig.Decompression(true, 1, 0)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("outOfRange")
	void aSettingOutOfItsRangeIsRefusedByName(String setting, Runnable make) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(make::run)
			.returns(setting, InvalidSettingException::setting);
	}

}

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
import io.conpool.time.Backoff;
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

	private static final Backoff PAUSE = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), () -> 0.5);

	private static final RetryPolicy POLICY = new RetryPolicy(2, 0, PAUSE);

	private static final RetryPolicy RETRYING = new RetryPolicy(0, 2, PAUSE);

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
		assertThat(POLICY.mayReplay(error, CallFixture.request("GET"), true, 1, replays)).isEqualTo(again);
		assertThat(POLICY.mayReplay(error, post, true, 1, replays)).isEqualTo(again);
	}

	@Test
	void withoutReplaysOnlyWhatWasNotSentIsSentAgain() {
		RetryPolicy never = new RetryPolicy(0, 0, PAUSE);
		assertThat(never.mayReplay(UNPROCESSED, CallFixture.request("GET"), true, 1, 0)).isFalse();
		assertThat(never.mayReplay(CallFixture.notSent(), CallFixture.request("GET"), true, 1, 0)).isTrue();
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
		assertThat(POLICY.mayReplay(GONE, CallFixture.request("GET"), true, 99, 0)).isTrue();
		assertThat(POLICY.mayReplay(GONE, CallFixture.request("GET"), true, 100, 0)).isFalse();
	}

	@Test
	void aContentThatCanBeHadOnceIsRepeatedOnlyIfNothingWasSent() {
		H2Request once = H2Request.post("https://example.org/", RequestBody.publisher(new SubmissionPublisher<>(), -1))
			.build();
		assertThat(POLICY.mayReplay(UNPROCESSED, once, true, 1, 0)).isFalse();
		assertThat(POLICY.mayReplay(CallFixture.notSent(), once, true, 1, 0)).isTrue();
	}

	/** RFC 9112 section 9.3.1, RFC 9110 section 9.2.2. */
	@ParameterizedTest
	@CsvSource({ "GET, true", "HEAD, true", "OPTIONS, true", "TRACE, true", "PUT, true", "DELETE, true", "POST, false",
			"PATCH, false", "get, false" })
	void whatAStaleConnectionLostIsRepeatedIfItsMethodIsIdempotent(String method, boolean again) {
		H2Error stale = new H2Error.ConnectionLost(CallFixture.ENDPOINT, true, true, null, null);
		assertThat(POLICY.mayReplay(stale, CallFixture.request(method), true, 1, 0)).isEqualTo(again);
		assertThat(POLICY.mayReplay(stale, CallFixture.request(method), true, 1, 2)).isFalse();
		assertThat(stale.isUnprocessed()).isFalse();
	}

	/** Some servers name too low a last stream with an error of their own. */
	@ParameterizedTest
	@CsvSource({ "GET, true", "PUT, true", "POST, false" })
	void whatAServerDisownsByGoAwayIsRepeatedIfItsMethodIsIdempotent(String method, boolean again) {
		H2Error above = new H2Error.GoAway(5, 3, Http2ErrorCode.INTERNAL_ERROR, "");
		H2Error notAbove = new H2Error.GoAway(3, 3, Http2ErrorCode.INTERNAL_ERROR, "");
		assertThat(POLICY.mayReplay(above, CallFixture.request(method), true, 1, 0)).isEqualTo(again);
		assertThat(POLICY.mayReplay(notAbove, CallFixture.request(method), true, 1, 0)).isFalse();
	}

	static Stream<Arguments> retries() {
		return Stream.of(arguments("GET", RETRYABLE_BUT_PROCESSED, 0, true),
				arguments("GET", RETRYABLE_BUT_PROCESSED, 1, true), arguments("GET", RETRYABLE_BUT_PROCESSED, 2, false),
				arguments("GET", NEITHER, 0, false), arguments("GET", UNPROCESSED, 0, false),
				arguments("HEAD", RETRYABLE_BUT_PROCESSED, 0, true),
				arguments("OPTIONS", RETRYABLE_BUT_PROCESSED, 0, true),
				arguments("PUT", RETRYABLE_BUT_PROCESSED, 0, true),
				arguments("DELETE", RETRYABLE_BUT_PROCESSED, 0, true),
				arguments("POST", RETRYABLE_BUT_PROCESSED, 0, false),
				arguments("PATCH", RETRYABLE_BUT_PROCESSED, 0, false),
				arguments("get", RETRYABLE_BUT_PROCESSED, 0, false));
	}

	@ParameterizedTest(name = "{0}, {1} after {2} retries: {3}")
	@MethodSource("retries")
	void onlyIdempotentMethodsAreRetried(String method, H2Error error, int retries, boolean again) {
		assertThat(RETRYING.mayRetry(error, CallFixture.request(method), retries)).isEqualTo(again);
		assertThat(POLICY.mayRetry(error, CallFixture.request(method), retries)).isFalse();
	}

	@Test
	void aContentThatCanBeHadOnceIsNotRetried() {
		H2Request once = H2Request.put("https://example.org/", RequestBody.publisher(new SubmissionPublisher<>(), -1))
			.build();
		assertThat(RETRYING.mayRetry(RETRYABLE_BUT_PROCESSED, once, 0)).isFalse();
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

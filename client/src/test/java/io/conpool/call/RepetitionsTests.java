package io.conpool.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.time.Backoff;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often a request is sent again, and how soon.
 */
class RepetitionsTests {

	private static final Duration DELAY = Duration.ofMillis(100);

	private static final Duration LEFT = Duration.ofMinutes(1);

	private static final H2Error REFUSED = new H2Error.StreamReset(1, Http2ErrorCode.REFUSED_STREAM);

	private static final H2Error GONE = new H2Error.GoAway(3, 1, Http2ErrorCode.NO_ERROR, "");

	private static final H2Error LOST = new H2Error.ConnectionLost(CallFixture.ENDPOINT, true, null);

	private static final H2Error STALE = new H2Error.ConnectionLost(CallFixture.ENDPOINT, true, true, null, null);

	/** Nothing is varied, unless the number says so. */
	private static Repetitions of(int maxReplays, int maxRetries, String method, double random) {
		Backoff backoff = new Backoff(DELAY, Duration.ofSeconds(10), () -> random);
		return new Repetitions(new RetryPolicy(maxReplays, maxRetries, backoff), CallFixture.request(method));
	}

	private static Repetitions of(int maxReplays, int maxRetries) {
		return of(maxReplays, maxRetries, "GET", 0.5);
	}

	/** The pauses in milliseconds until the call ends. */
	private static List<Long> pauses(Repetitions repetitions, H2Error error) {
		return Stream.generate(() -> repetitions.after(error, true, LEFT))
			.takeWhile(Objects::nonNull)
			.limit(1_000)
			.map((next) -> next.pause().toMillis())
			.toList();
	}

	@Test
	void theFirstReplayIsAtOnceAndFurtherOnesPauseLongerEachTime() {
		assertThat(pauses(of(5, 0), REFUSED)).containsExactly(0L, 200L, 400L, 800L, 1600L);
	}

	@Test
	void atTheirLeastTheDefaultPausesOutlastAServerThatRefusesForMostOfASecond() {
		CallConfig defaults = CallConfig.defaults();
		Backoff shortest = new Backoff(defaults.retryDelay(), Duration.ofSeconds(10), () -> 0.0);
		Repetitions repetitions = new Repetitions(new RetryPolicy(defaults.maxReplays(), 0, shortest),
				CallFixture.request("POST"));
		assertThat(pauses(repetitions, REFUSED).stream().mapToLong(Long::longValue).sum()).isGreaterThan(800);
	}

	@Test
	void withoutReplaysOnlyWhatWasNotSentIsSentAgain() {
		assertThat(pauses(of(0, 0), REFUSED)).isEmpty();
		assertThat(of(0, 0).after(CallFixture.notSent(), true, LEFT)).isNotNull();
	}

	@Test
	void aConnectionInItsEndTakesNothingFromTheReplaysThatCount() {
		Repetitions repetitions = of(2, 0);
		List<Repetitions.Next> all = new ArrayList<>();
		for (H2Error error : List.of(GONE, CallFixture.notSent(), REFUSED, GONE, CallFixture.notSent(), REFUSED)) {
			all.add(repetitions.after(error, true, LEFT));
		}
		assertThat(all).extracting((next) -> next.pause().toMillis()).containsExactly(0L, 0L, 0L, 0L, 0L, 200L);
		assertThat(repetitions.after(REFUSED, true, LEFT)).isNull();
	}

	@Test
	void connectionsThatEndAgainAndAgainAreNotTriedWithoutAPauseForEver() {
		List<Long> pauses = pauses(of(5, 0), CallFixture.notSent());
		assertThat(pauses.subList(0, 100)).containsOnly(0L);
		assertThat(pauses.subList(100, 103)).containsExactly(100L, 200L, 400L);
		assertThat(pauses.subList(110, 1_000)).containsOnly(10_000L);
	}

	@Test
	void aRouteThatGaveNoConnectionIsNotPausedFor() {
		Repetitions repetitions = of(2, 0);
		H2Error noConnection = new H2Error.ConnectionFailed(CallFixture.ENDPOINT, new java.io.IOException());
		assertThat(repetitions.after(noConnection, false, LEFT)).returns(Duration.ZERO, Repetitions.Next::pause);
		assertThat(repetitions.after(noConnection, false, LEFT)).returns(Duration.ZERO, Repetitions.Next::pause);
		assertThat(repetitions.after(noConnection, false, LEFT)).isNull();
	}

	/** RFC 9110 section 9.2.2. */
	@Test
	void whatAStaleConnectionLostIsSentAgainOnce() {
		Repetitions repetitions = of(5, 0);
		assertThat(repetitions.after(STALE, true, LEFT))
			.isEqualTo(new Repetitions.Next(Repetitions.Kind.REPLAY, Duration.ZERO));
		assertThat(repetitions.after(STALE, true, LEFT)).isNull();
	}

	@Test
	void whatAStaleConnectionLostIsNotSentAgainWithoutReplays() {
		assertThat(of(0, 0).after(STALE, true, LEFT)).isNull();
	}

	@Test
	void aPostThatAStaleConnectionLostIsNotSentAgain() {
		assertThat(of(5, 5, "POST", 0.5).after(STALE, true, LEFT)).isNull();
	}

	@Test
	void afterTheOneReplayWhatIsLostIsRetriedIfThatIsWanted() {
		Repetitions repetitions = of(5, 1);
		repetitions.after(STALE, true, LEFT);
		assertThat(repetitions.after(STALE, true, LEFT)).isEqualTo(new Repetitions.Next(Repetitions.Kind.RETRY, DELAY));
		assertThat(repetitions.after(STALE, true, LEFT)).isNull();
	}

	@Test
	void everyRetryPausesLongerEachTime() {
		assertThat(pauses(of(0, 3), LOST)).containsExactly(100L, 200L, 400L);
		assertThat(pauses(of(5, 0), LOST)).isEmpty();
		assertThat(pauses(of(0, 3, "POST", 0.5), LOST)).isEmpty();
	}

	@Test
	void aPauseThatWouldLastBeyondTheDeadlineIsNotBegun() {
		Duration pause = Duration.ofMillis(200);
		Repetitions late = of(5, 0);
		late.after(REFUSED, true, LEFT);
		assertThat(late.after(REFUSED, true, pause)).isNull();
		Repetitions early = of(5, 0);
		early.after(REFUSED, true, LEFT);
		assertThat(early.after(REFUSED, true, pause.plusNanos(1))).isNotNull();
	}

}

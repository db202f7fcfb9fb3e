package io.conpool.pool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

import io.conpool.error.H2Error;
import io.conpool.testing.FakeConnection;
import io.conpool.time.Backoff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.conpool.pool.PoolFixture.errorOf;
import static io.conpool.pool.PoolFixture.leaseOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Failed attempts to connect: their repetition, and what becomes of those who wait.
 */
class DialFailureTests {

	private static final Duration DELAY = Duration.ofMillis(100);

	private static final H2Error REFUSED = PoolFixture.refused();

	private static PoolFixture withRetries(int retries) {
		return PoolFixture.shared(100, (config) -> config.connectRetries(retries).connectRetryDelay(DELAY));
	}

	@Test
	void aFailedAttemptIsRepeatedAfterTheBackOff() {
		PoolFixture fixture = withRetries(3);
		fixture.acquire();
		fixture.handler.lastDial().fail(REFUSED);
		fixture.pass(DELAY.minusNanos(1));
		assertThat(fixture.dials()).isOne();
		fixture.pass(Duration.ofNanos(1));
		assertThat(fixture.dials()).isEqualTo(2);
	}

	@Test
	void aRepeatedAttemptThatSucceedsServesTheWaiter() {
		PoolFixture fixture = withRetries(1);
		Waiter<FakeConnection> waiter = fixture.acquire();
		fixture.handler.lastDial().fail(REFUSED);
		fixture.pass(DELAY);
		fixture.handler.lastDial().succeed();
		assertThat(leaseOf(waiter).state()).isSameAs(fixture.handler.connections().get(0));
	}

	@Test
	void theBackOffDoublesWithEveryFailure() {
		PoolFixture fixture = withRetries(4);
		fixture.acquire();
		List<Long> delays = IntStream.range(0, 4).mapToObj((i) -> {
			fixture.handler.lastDial().fail(REFUSED);
			return fixture.scheduler.advanceToNext().toMillis();
		}).toList();
		assertThat(delays).containsExactly(100L, 200L, 400L, 800L);
	}

	@ParameterizedTest
	@CsvSource({ "0, 1, 50", "0.25, 1, 75", "0.5, 1, 100", "0.999, 1, 149", "0, 2, 100", "0.5, 3, 400",
			"0.999, 4, 1199", "0.5, 10, 30000", "0.999, 60, 44970", "0, 2000, 15000" })
	void theBackOffIsVariedByHalfAndBounded(double random, int failures, long millis) {
		Duration backOff = new Backoff(DELAY, Duration.ofSeconds(30), () -> random).after(failures);
		assertThat(backOff.toMillis()).isEqualTo(millis);
	}

	@Test
	void theInjectedRandomnessVariesTheBackOff() {
		PoolFixture fixture = withRetries(1);
		fixture.random(0);
		fixture.acquire();
		fixture.handler.lastDial().fail(REFUSED);
		assertThat(fixture.scheduler.untilNext()).isEqualTo(DELAY.dividedBy(2));
	}

	@Test
	void afterTheLastRetryTheWaitersFailWithTheLastError() {
		PoolFixture fixture = withRetries(2);
		Waiter<FakeConnection> waiter = fixture.acquire();
		fixture.handler.lastDial().fail(PoolFixture.refused());
		fixture.pass(DELAY);
		fixture.handler.lastDial().fail(PoolFixture.refused());
		fixture.pass(DELAY.multipliedBy(2));
		assertThat(waiter).isNotDone();
		fixture.handler.lastDial().fail(REFUSED);
		assertThat(errorOf(waiter)).isSameAs(REFUSED);
		assertThat(fixture.stats()).returns(0, PoolStats::waiters)
			.returns(0, PoolStats::connecting)
			.returns(3L, PoolStats::connectErrors);
	}

	@Test
	void aFailureThatCannotPassIsNotRepeated() {
		PoolFixture fixture = withRetries(3);
		Waiter<FakeConnection> waiter = fixture.acquire();
		fixture.handler.lastDial().fail(PoolFixture.untrusted());
		assertThat(errorOf(waiter)).isInstanceOf(H2Error.TlsHandshakeFailed.class);
		fixture.pass(Duration.ofMinutes(5));
		assertThat(fixture.dials()).isOne();
	}

	@Test
	void withoutRetriesTheFirstFailureIsTheLast() {
		PoolFixture fixture = withRetries(0);
		Waiter<FakeConnection> waiter = fixture.acquire();
		fixture.handler.lastDial().fail(REFUSED);
		assertThat(errorOf(waiter)).isSameAs(REFUSED);
	}

	@Test
	void anUntypedFailureBecomesAFailedConnection() {
		PoolFixture fixture = withRetries(0);
		Waiter<FakeConnection> waiter = fixture.acquire();
		IllegalStateException cause = new IllegalStateException("no idea");
		fixture.handler.lastDial().fail(new CompletionException(cause));
		assertThat(errorOf(waiter)).isEqualTo(new H2Error.ConnectionFailed(PoolFixture.ENDPOINT, cause));
	}

	@Test
	void everybodyWhoWaitsFailsWhenNothingIsLeftToWaitFor() {
		PoolFixture fixture = withRetries(0);
		List<Waiter<FakeConnection>> waiters = fixture.acquire(5);
		fixture.handler.lastDial().fail(REFUSED);
		assertThat(waiters).allMatch((waiter) -> errorOf(waiter) == REFUSED);
	}

	@Test
	void timersOfWaitersThatFailedAreTakenBack() {
		PoolFixture fixture = withRetries(0);
		fixture.acquire(5);
		fixture.handler.lastDial().fail(REFUSED);
		assertThat(fixture.scheduler.pending()).isZero();
	}

	@Test
	void afterTheFailureTheNextDialWaitsForTheEndOfThePause() {
		PoolFixture fixture = withRetries(0);
		fixture.acquire();
		fixture.handler.lastDial().fail(REFUSED);
		Waiter<FakeConnection> next = fixture.acquire();
		fixture.pass(DELAY.minusNanos(1));
		assertThat(fixture.dials()).isOne();
		fixture.pass(Duration.ofNanos(1));
		fixture.handler.lastDial().succeed();
		assertThat(next).isDone();
	}

	@Test
	void aFailedDialFailsNobodyWhileAConnectionServes() {
		PoolFixture fixture = PoolFixture.exclusive((config) -> config.connectRetries(0));
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		Waiter<FakeConnection> waiter = fixture.acquire();
		fixture.handler.lastDial().fail(PoolFixture.untrusted());
		assertThat(waiter).isNotDone();
		lease.release();
		assertThat(leaseOf(waiter).state()).isSameAs(lease.state());
	}

	@Test
	void whileAConnectionServesTheNextDialWaitsForTheRetryDelay() {
		PoolFixture fixture = PoolFixture.exclusive((config) -> config.connectRetries(0).connectRetryDelay(DELAY));
		fixture.leaseOfNewConnection();
		fixture.acquire();
		fixture.handler.lastDial().fail(REFUSED);
		fixture.acquire();
		fixture.pass(DELAY.minusNanos(1));
		assertThat(fixture.dials()).isEqualTo(2);
		fixture.pass(Duration.ofNanos(1));
		assertThat(fixture.handler.pendingDials()).as("one at a time after a failure").hasSize(1);
	}

	@Test
	void aFailedDialFailsNobodyWhileAnotherDialRuns() {
		PoolFixture fixture = PoolFixture.exclusive((config) -> config.connectRetries(0));
		List<Waiter<FakeConnection>> waiters = fixture.acquire(2);
		fixture.handler.dials().get(0).fail(REFUSED);
		assertThat(waiters).noneMatch(Waiter::isDone);
		fixture.handler.dials().get(1).succeed();
		assertThat(waiters).map(Waiter::isDone).containsExactly(true, false);
	}

	@Test
	void whenTheLastOfSeveralDialsFailsEverybodyFails() {
		PoolFixture fixture = PoolFixture.exclusive((config) -> config.connectRetries(0));
		List<Waiter<FakeConnection>> waiters = fixture.acquire(2);
		fixture.handler.dials().forEach((dial) -> dial.fail(REFUSED));
		assertThat(waiters).allMatch((waiter) -> errorOf(waiter) == REFUSED);
	}

	@Test
	void whenEveryDialFailsTheWaitersFailThoughTheDialsEndAtDifferentTimes() {
		PoolFixture fixture = PoolFixture.exclusive(
				(config) -> config.connectRetries(0).connectRetryDelay(DELAY).acquireTimeout(Duration.ofSeconds(10)));
		List<Waiter<FakeConnection>> waiters = fixture.acquire(2);
		// Each dial takes a little longer than the pause, and they end in turn, so that
		// one is always under way if those that failed are replaced.
		for (int i = 0; i < 20 && !fixture.handler.pendingDials().isEmpty(); i++) {
			fixture.pass(Duration.ofMillis(110));
			fixture.handler.pendingDials().get(0).fail(REFUSED);
		}
		assertThat(waiters).as("two dials were asked for, " + fixture.dials() + " failed").allMatch(Waiter::isDone);
	}

	@Test
	void aDialThatNobodyWaitsForAnyMoreIsNotRepeated() {
		PoolFixture fixture = withRetries(3);
		Waiter<FakeConnection> waiter = fixture.acquire();
		waiter.cancel(false);
		fixture.handler.lastDial().fail(REFUSED);
		fixture.pass(Duration.ofMinutes(1));
		assertThat(fixture.dials()).isOne();
		assertThat(fixture.stats().connecting()).isZero();
	}

	@Test
	void aBackOffAtWhoseEndNobodyWaitsIsNotFollowedByAnAttempt() {
		PoolFixture fixture = withRetries(3);
		Waiter<FakeConnection> waiter = fixture.acquire();
		fixture.handler.lastDial().fail(REFUSED);
		waiter.cancel(false);
		fixture.pass(Duration.ofMinutes(1));
		assertThat(fixture.dials()).isOne();
		assertThat(fixture.stats().connecting()).isZero();
	}

	@Test
	void theNumbersTellTheLastFailure() {
		PoolFixture fixture = withRetries(0);
		fixture.acquire();
		fixture.handler.lastDial().fail(REFUSED);
		assertThat(fixture.stats()).returns(REFUSED, PoolStats::lastError)
			.returns(true, PoolStats::lastConnectFailed)
			.returns(true, PoolStats::lastConnectFailed);
	}

	@Test
	void aLaterSuccessEndsTheTimeOfBeingDown() {
		PoolFixture fixture = withRetries(0);
		fixture.acquire();
		fixture.handler.lastDial().fail(REFUSED);
		fixture.acquire();
		fixture.pass(DELAY);
		fixture.handler.lastDial().succeed();
		assertThat(fixture.stats()).returns(false, PoolStats::lastConnectFailed)
			.returns(false, PoolStats::lastConnectFailed)
			.returns(REFUSED, PoolStats::lastError);
	}

	@Test
	void anAttemptThatWillBeRepeatedDoesNotCountAsAFailedDial() {
		PoolFixture fixture = withRetries(1);
		fixture.acquire();
		fixture.handler.lastDial().fail(REFUSED);
		assertThat(fixture.stats()).returns(false, PoolStats::lastConnectFailed).returns(1, PoolStats::connecting);
	}

	@Test
	void theListenerHearsOfEveryFailedAttemptAndOfEveryFailedWaiter() {
		PoolFixture fixture = withRetries(1);
		fixture.acquire(2);
		fixture.handler.lastDial().fail(REFUSED);
		fixture.pass(DELAY);
		fixture.handler.lastDial().fail(REFUSED);
		assertThat(fixture.listener.events()).containsExactly("connect-failed connection_failed",
				"connect-failed connection_failed", "acquire-failed connection_failed",
				"acquire-failed connection_failed");
	}

}

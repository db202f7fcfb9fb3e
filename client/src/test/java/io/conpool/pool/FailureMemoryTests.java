package io.conpool.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.conpool.error.H2Error;
import io.conpool.testing.FakeConnection;
import org.junit.jupiter.api.Test;

import static io.conpool.pool.PoolFixture.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the pool does after dials have failed: growing pauses, one dial at a time, and
 * nobody who waits for what cannot come.
 */
class FailureMemoryTests {

	private static final Duration DELAY = Duration.ofMillis(100);

	private static final Duration LIMIT = Duration.ofSeconds(1);

	private final PoolFixture fixture = PoolFixture.exclusive((config) -> config.connectRetries(0)
		.connectRetryDelay(DELAY)
		.maxConnectRetryDelay(Duration.ofSeconds(5))
		.acquireTimeout(LIMIT));

	/** So many dials fail one after the other; nobody waits afterwards. */
	private void fail(int times) {
		for (int i = 0; i < times; i++) {
			this.fixture.pass(this.fixture.stats().backOff());
			this.fixture.acquire();
			this.fixture.handler.lastDial().fail(PoolFixture.refused());
		}
	}

	@Test
	void thePauseGrowsWithEveryFailureUpToItsBound() {
		List<Long> pauses = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			fail(1);
			pauses.add(this.fixture.stats().backOff().toMillis());
		}
		assertThat(pauses).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
		assertThat(this.fixture.stats().failedDials()).isEqualTo(8);
	}

	@Test
	void afterAFailureOneDialAtATimeIsMade() {
		fail(1);
		List<Waiter<FakeConnection>> waiters = this.fixture.acquire(5);
		this.fixture.pass(DELAY);
		assertThat(this.fixture.handler.pendingDials()).hasSize(1);
		H2Error cause = PoolFixture.refused();
		this.fixture.handler.lastDial().fail(cause);
		assertThat(waiters).as("told the last cause").allMatch((waiter) -> errorOf(waiter) == cause);
	}

	@Test
	void theFirstSuccessClearsTheMemory() {
		fail(3);
		this.fixture.acquire(5);
		this.fixture.pass(Duration.ofMillis(400));
		this.fixture.handler.lastDial().succeed();
		assertThat(this.fixture.stats()).returns(0, PoolStats::failedDials).returns(Duration.ZERO, PoolStats::backOff);
		assertThat(this.fixture.handler.pendingDials()).as("the others are dialled at once").hasSize(4);
	}

	@Test
	void afterAFailedDialThereIsOneAttemptPerDial() {
		PoolFixture retrying = PoolFixture.shared(10, (config) -> config.connectRetries(2).connectRetryDelay(DELAY));
		retrying.acquire();
		for (int i = 0; i < 3; i++) {
			retrying.handler.lastDial().fail(PoolFixture.refused());
			retrying.pass(Duration.ofMillis(400));
		}
		Waiter<FakeConnection> waiter = retrying.acquire();
		retrying.handler.lastDial().fail(PoolFixture.refused());
		assertThat(waiter).isCompletedExceptionally();
		assertThat(retrying.dials()).isEqualTo(4);
	}

	@Test
	void whoCannotBeServedBeforeTheNextDialIsRefusedAtOnceWithTheCause() {
		fail(4);
		assertThat(this.fixture.acquire()).as("800 ms of pause, 1 s of time").isNotDone();
		this.fixture.pass(Duration.ofMillis(800));
		this.fixture.handler.lastDial().fail(PoolFixture.refused());
		Waiter<FakeConnection> late = this.fixture.acquire();
		assertThat(errorOf(late)).isInstanceOf(H2Error.ConnectionFailed.class);
		assertThat(this.fixture.scheduler.pending()).as("timers").isZero();
	}

	@Test
	void theAskersOwnTimeCounts() {
		fail(3);
		assertThat(this.fixture.pool.acquire(null, Duration.ofMillis(399))).isCompletedExceptionally();
		assertThat(this.fixture.pool.acquire(null, Duration.ofMillis(400))).isNotDone();
	}

	@Test
	void nobodyIsRefusedWhileAConnectionServesOrADialIsUnderWay() {
		Lease<FakeConnection> lease = this.fixture.leaseOfNewConnection();
		Waiter<FakeConnection> waiter = this.fixture.acquire();
		this.fixture.handler.lastDial().fail(PoolFixture.refused());
		assertThat(this.fixture.pool.acquire(null, Duration.ofNanos(1))).as("one serves").isNotDone();
		this.fixture.pass(DELAY);
		assertThat(this.fixture.pool.acquire(null, Duration.ofNanos(1))).as("one is dialled").isNotDone();
		lease.release();
		assertThat(waiter).isDone();
	}

	@Test
	void whenTheLastConnectionIsLostInALongPauseThoseWhoWaitAreRefused() {
		Lease<FakeConnection> lease = this.fixture.leaseOfNewConnection();
		for (int i = 0; i < 5; i++) {
			Waiter<FakeConnection> waiter = this.fixture.acquire();
			this.fixture.pass(this.fixture.stats().backOff());
			this.fixture.handler.lastDial().fail(PoolFixture.refused());
			waiter.cancel(false);
		}
		Waiter<FakeConnection> waiter = this.fixture.acquire();
		assertThat(waiter).isNotDone();
		lease.state().peerCloses();
		assertThat(errorOf(waiter)).isInstanceOf(H2Error.ConnectionFailed.class);
	}

	@Test
	void afterAnErrorThatWillNotPassWhoComesInThePauseIsRefusedAtOnce() {
		this.fixture.acquire();
		this.fixture.handler.lastDial().fail(PoolFixture.untrusted());
		assertThat(errorOf(this.fixture.acquire())).isEqualTo(PoolFixture.untrusted());
		assertThat(this.fixture.dials()).isOne();
		this.fixture.pass(this.fixture.stats().backOff());
		assertThat(this.fixture.acquire()).isNotDone();
		assertThat(this.fixture.dials()).isEqualTo(2);
	}

	@Test
	void anErrorOfFormerTimesRefusesNobody() {
		this.fixture.acquire();
		this.fixture.handler.lastDial().fail(PoolFixture.untrusted());
		this.fixture.pass(this.fixture.stats().backOff());
		Lease<FakeConnection> lease = this.fixture.leaseOfNewConnection();
		lease.state().retire("moved");
		lease.state().peerCloses();
		assertThat(this.fixture.stats().backOff()).isPositive();
		assertThat(this.fixture.acquire()).isNotDone();
	}

	@Test
	void aWaiterThatCancelsInAPauseLeavesNoDialBehind() {
		fail(2);
		this.fixture.acquire().cancel(false);
		assertThat(this.fixture.stats().waiters()).isZero();
		this.fixture.pass(Duration.ofMinutes(1));
		assertThat(this.fixture.dials()).isEqualTo(2);
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void theTimeoutsMessageTellsOfTheFailures() {
		fail(1);
		Waiter<FakeConnection> waiter = this.fixture.acquire();
		this.fixture.pass(LIMIT);
		assertThat(errorOf(waiter).message()).contains("failed dials: 1, the next in 0 ms");
	}

}

package io.conpool.pool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

import io.conpool.error.H2Error;
import io.conpool.testing.FakeConnection;
import org.junit.jupiter.api.Test;

import static io.conpool.pool.PoolFixture.ENDPOINT;
import static io.conpool.pool.PoolFixture.errorOf;
import static io.conpool.pool.PoolFixture.leaseOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Waiting for a lease: its end by time, by cancelling, by a full queue.
 */
class WaiterTests {

	private static final Duration LIMIT = Duration.ofSeconds(3);

	private final PoolFixture fixture = PoolFixture.shared(1,
			(config) -> config.maxConnections(1).acquireTimeout(LIMIT).maxWaiters(4).connectRetries(0));

	@Test
	void aWaiterTimesOutAtTheAcquireTimeout() {
		Waiter<FakeConnection> waiter = this.fixture.acquire();
		this.fixture.pass(LIMIT.minusNanos(1));
		assertThat(waiter).isNotDone();
		this.fixture.pass(Duration.ofNanos(1));
		assertThat(errorOf(waiter)).isInstanceOf(H2Error.AcquireTimeout.class);
	}

	@Test
	void theTimeoutsMessageCarriesThePoolsNumbers() {
		this.fixture.leaseOfNewConnection();
		List<Waiter<FakeConnection>> waiters = this.fixture.acquire(2);
		waiters.get(1).cancel(false);
		this.fixture.pass(LIMIT);
		assertThat(errorOf(waiters.get(0)).message()).isEqualTo("no free stream to https://example.org:443 within "
				+ "3000 ms (connections: active 1, idle 0, draining 0, connecting 0; streams: open 1 of 1; waiters: 0)");
	}

	@Test
	void theTimeoutsMessageNamesTheLastConnectError() {
		this.fixture.acquire();
		this.fixture.handler.lastDial().fail(PoolFixture.refused());
		Waiter<FakeConnection> waiter = this.fixture.acquire();
		this.fixture.pass(LIMIT);
		assertThat(errorOf(waiter).message()).contains("connecting 1",
				"last connect error: cannot connect to https://example.org:443");
	}

	@Test
	void aTimeoutLeavesTheQueue() {
		this.fixture.acquire(3);
		this.fixture.pass(LIMIT);
		assertThat(this.fixture.stats().waiters()).isZero();
	}

	@Test
	void whoTimedOutIsPassedOverByTheNextRelease() {
		Lease<FakeConnection> lease = this.fixture.leaseOfNewConnection();
		this.fixture.acquire();
		this.fixture.pass(LIMIT.dividedBy(2));
		Waiter<FakeConnection> later = this.fixture.acquire();
		this.fixture.pass(LIMIT.dividedBy(2));
		lease.release();
		assertThat(leaseOf(later).state()).isSameAs(lease.state());
	}

	@Test
	void whoIsServedNeedsNoTimerAnyMore() {
		this.fixture.leaseOfNewConnection();
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void aFullQueueRefusesWhoComesNext() {
		List<Waiter<FakeConnection>> waiters = this.fixture.acquire(4);
		Waiter<FakeConnection> fifth = this.fixture.acquire();
		assertThat(errorOf(fifth)).isEqualTo(new H2Error.PoolLimitReached(ENDPOINT, 4));
		assertThat(waiters).noneMatch(Waiter::isDone);
	}

	@Test
	void whoIsRefusedLeavesNoTrace() {
		this.fixture.acquire(4);
		int timers = this.fixture.scheduler.pending();
		this.fixture.acquire();
		assertThat(this.fixture.stats().waiters()).isEqualTo(4);
		assertThat(this.fixture.scheduler.pending()).isEqualTo(timers);
	}

	@Test
	void aFullQueueDoesNotRefuseWhoCanBeServedAtOnce() {
		PoolFixture narrow = PoolFixture.shared(10, (config) -> config.maxWaiters(1));
		narrow.leaseOfNewConnection();
		assertThat(narrow.acquire(9)).allMatch(Waiter::isDone);
	}

	@Test
	void aQueueThatIsNotFullAnyMoreAcceptsAgain() {
		this.fixture.acquire(4).get(2).cancel(false);
		assertThat(this.fixture.acquire()).isNotDone();
	}

	@Test
	void cancellingLeavesTheQueueAtOnce() {
		Waiter<FakeConnection> waiter = this.fixture.acquire();
		waiter.cancel(true);
		assertThat(this.fixture.stats().waiters()).isZero();
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void whoCancelledIsPassedOverByTheNextRelease() {
		Lease<FakeConnection> lease = this.fixture.leaseOfNewConnection();
		List<Waiter<FakeConnection>> waiters = this.fixture.acquire(2);
		waiters.get(0).cancel(false);
		lease.release();
		assertThat(waiters.get(1)).isCompleted();
		assertThat(this.fixture.handler.acquired()).isEqualTo(2);
	}

	@Test
	void cancellingAfterTheLeaseCameChangesNothing() {
		Waiter<FakeConnection> waiter = this.fixture.acquire();
		this.fixture.handler.lastDial().succeed();
		assertThat(waiter.cancel(false)).isFalse();
		assertThat(this.fixture.stats().openStreams()).isOne();
	}

	@Test
	void cancellingTwiceChangesNothingMore() {
		Waiter<FakeConnection> waiter = this.fixture.acquire();
		waiter.cancel(false);
		this.fixture.acquire();
		waiter.cancel(false);
		assertThat(this.fixture.stats().waiters()).isOne();
	}

	@Test
	void aLeaseThatComesAfterTheCancellingIsGivenBack() {
		Lease<FakeConnection> lease = this.fixture.leaseOfNewConnection();
		List<Waiter<FakeConnection>> waiters = this.fixture.acquire(2);
		// The first is served while the second, served by the same release, is chosen
		// already.
		lease.state().allow(0);
		waiters.get(0).thenAccept((granted) -> waiters.get(1).cancel(false));
		lease.state().allow(3);
		assertThat(waiters.get(1)).isCancelled();
		assertThat(this.fixture.stats().openStreams()).isEqualTo(2);
	}

	@Test
	void whoGivesUpByATimeoutOfTheFutureLeavesTheQueueAtOnce() {
		this.fixture.leaseOfNewConnection();
		Waiter<FakeConnection> waiter = this.fixture.acquire();
		// What CompletableFuture.orTimeout does.
		waiter.completeExceptionally(new TimeoutException());
		assertThat(this.fixture.stats().waiters()).isZero();
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void aLeaseForWhoGaveUpByATimeoutOfTheFutureIsGivenBack() {
		Lease<FakeConnection> lease = this.fixture.leaseOfNewConnection();
		this.fixture.acquire().completeExceptionally(new TimeoutException());
		lease.release();
		assertThat(this.fixture.stats()).returns(0L, PoolStats::openStreams).returns(0, PoolStats::waiters);
	}

	@Test
	void theListenerHearsHowLongAWaiterWaited() {
		Lease<FakeConnection> lease = this.fixture.leaseOfNewConnection();
		this.fixture.acquire();
		this.fixture.pass(Duration.ofMillis(250));
		lease.release();
		assertThat(this.fixture.listener.events("acquired")).containsExactly("0", "250 reused");
	}

	@Test
	void theListenerHearsOfTimeoutsAndRefusals() {
		this.fixture.acquire(5);
		this.fixture.pass(LIMIT);
		assertThat(this.fixture.listener.events("acquire-failed")).containsExactly("pool_limit_reached",
				"acquire_timeout", "acquire_timeout", "acquire_timeout", "acquire_timeout");
	}

}

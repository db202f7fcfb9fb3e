package io.conpool.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.conpool.error.H2Error;
import io.conpool.testing.FakeConnection;
import org.junit.jupiter.api.Test;

import static io.conpool.pool.PoolFixture.errorOf;
import static io.conpool.pool.PoolFixture.leaseOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that the peer ends before they have served count like dials that failed.
 */
class BarrenConnectionTests {

	private static final Duration DELAY = Duration.ofMillis(100);

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final PoolFixture fixture = PoolFixture.shared(10,
			(config) -> config.connectRetryDelay(DELAY)
				.maxConnectRetryDelay(Duration.ofSeconds(5))
				.acquireTimeout(LIMIT));

	/** The peer ends the newest connection: its streams are refused. */
	private static void end(Lease<FakeConnection> lease) {
		lease.state().drain(PoolFixture.goAway());
		lease.release();
		lease.state().peerCloses();
	}

	/** So many connections are made one after the other, and serve nothing. */
	private void endUnserved(int times) {
		for (int i = 0; i < times; i++) {
			this.fixture.pass(this.fixture.stats().backOff());
			end(this.fixture.leaseOfUnprovenConnection());
		}
	}

	@Test
	void thePauseGrowsWithEveryConnectionThatServesNothing() {
		List<Long> pauses = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			endUnserved(1);
			pauses.add(this.fixture.stats().backOff().toMillis());
		}
		assertThat(pauses).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
		assertThat(this.fixture.stats()).returns(8, PoolStats::failedDials)
			.returns(8L, PoolStats::created)
			.returns(0L, PoolStats::connectErrors)
			.returns(true, PoolStats::lastConnectFailed);
	}

	@Test
	void oneThatIsClosedWithoutAWordCountsToo() {
		Lease<FakeConnection> lease = this.fixture.leaseOfUnprovenConnection();
		lease.state().peerCloses();
		lease.release();
		assertThat(this.fixture.stats()).returns(1, PoolStats::failedDials)
			.returns(DELAY, PoolStats::backOff)
			.satisfies((stats) -> assertThat(stats.lastError()).isInstanceOf(H2Error.ConnectionFailed.class));
	}

	@Test
	void theErrorSaysWhatThePeerDid() {
		endUnserved(1);
		assertThat(this.fixture.stats().lastError().message()).contains("before it had answered anything", "GOAWAY");
	}

	@Test
	void whoeverWaitsIsServedWhenThePauseIsOver() {
		endUnserved(3);
		List<Waiter<FakeConnection>> waiters = this.fixture.acquire(5);
		assertThat(this.fixture.handler.pendingDials()).isEmpty();
		this.fixture.pass(Duration.ofMillis(400));
		assertThat(this.fixture.handler.pendingDials()).hasSize(1);
		this.fixture.handler.lastDial().succeed();
		assertThat(waiters).allMatch(Waiter::isDone);
	}

	@Test
	void whoeverCannotBeServedBeforeTheNextDialIsRefusedWithTheCause() {
		endUnserved(6);
		assertThat(errorOf(this.fixture.pool.acquire(null, Duration.ofMillis(3199))))
			.isEqualTo(this.fixture.stats().lastError());
		assertThat(this.fixture.pool.acquire(null, Duration.ofMillis(3200))).isNotDone();
	}

	@Test
	void aPauseThatGrowsWhileSomebodyWaitsRefusesThoseForWhomItIsTooLong() {
		endUnserved(5);
		this.fixture.pass(this.fixture.stats().backOff());
		Lease<FakeConnection> lease = this.fixture.leaseOfUnprovenConnection();
		lease.state().drain(PoolFixture.goAway());
		Waiter<FakeConnection> waiter = this.fixture.pool.acquire(null, Duration.ofSeconds(2));
		assertThat(waiter).isNotDone();
		lease.release();
		assertThat(this.fixture.stats().backOff()).isGreaterThan(Duration.ofSeconds(2));
		assertThat(errorOf(waiter)).isEqualTo(this.fixture.stats().lastError());
	}

	@Test
	void aConnectionThatIsNotProvenDoesNotClearTheMemory() {
		endUnserved(3);
		this.fixture.pass(this.fixture.stats().backOff());
		Lease<FakeConnection> lease = this.fixture.leaseOfUnprovenConnection();
		assertThat(this.fixture.stats().failedDials()).isEqualTo(3);
		assertThat(this.fixture.pool.views()).noneMatch(ConnectionView::proven);
		end(lease);
		assertThat(this.fixture.stats()).returns(4, PoolStats::failedDials)
			.returns(Duration.ofMillis(800), PoolStats::backOff);
	}

	@Test
	void beforeAConnectionIsProvenTheNextIsDialledOnlyAfterThePause() {
		endUnserved(3);
		this.fixture.pass(this.fixture.stats().backOff());
		this.fixture.acquire(30);
		this.fixture.handler.lastDial().succeed();
		assertThat(this.fixture.handler.pendingDials()).isEmpty();
		this.fixture.pass(Duration.ofMillis(400));
		assertThat(this.fixture.handler.pendingDials()).hasSize(1);
	}

	@Test
	void theFirstAnswerClearsTheMemoryAndTheOthersAreDialledForAtOnce() {
		endUnserved(3);
		this.fixture.pass(this.fixture.stats().backOff());
		this.fixture.acquire(30);
		FakeConnection connection = this.fixture.handler.lastDial().succeed();
		connection.serve();
		assertThat(this.fixture.stats()).returns(0, PoolStats::failedDials).returns(Duration.ZERO, PoolStats::backOff);
		assertThat(this.fixture.pool.views()).allMatch(ConnectionView::proven);
		assertThat(this.fixture.handler.pendingDials()).hasSize(2);
	}

	@Test
	void aDialThatFailsAmongThemLetsThePauseGrowOn() {
		endUnserved(2);
		this.fixture.pass(this.fixture.stats().backOff());
		this.fixture.acquire();
		this.fixture.handler.lastDial().fail(PoolFixture.refused());
		assertThat(this.fixture.stats().failedDials()).isEqualTo(3);
		endUnserved(1);
		assertThat(this.fixture.stats().failedDials()).isEqualTo(4);
	}

	@Test
	void connectionsThatWereDialledTogetherCountAsOne() {
		PoolFixture exclusive = PoolFixture.exclusive((config) -> config.connectRetryDelay(DELAY));
		List<Waiter<FakeConnection>> waiters = exclusive.acquire(5);
		exclusive.handler.pendingDials().forEach((dial) -> dial.succeed());
		exclusive.pass(Duration.ofMillis(1));
		waiters.forEach((waiter) -> end(leaseOf(waiter)));
		assertThat(exclusive.stats()).returns(1, PoolStats::failedDials).returns(DELAY, PoolStats::backOff);
	}

	@Test
	void dialsThatWereBegunTogetherCountAsOne() {
		PoolFixture exclusive = PoolFixture.exclusive((config) -> config.connectRetries(0).connectRetryDelay(DELAY));
		exclusive.acquire(5);
		exclusive.pass(Duration.ofMillis(1));
		exclusive.handler.pendingDials().forEach((dial) -> dial.fail(PoolFixture.refused()));
		assertThat(exclusive.stats()).returns(1, PoolStats::failedDials).returns(DELAY, PoolStats::backOff);
	}

	@Test
	void oneThatHasServedDoesNotCount() {
		end(this.fixture.leaseOfNewConnection());
		this.fixture.leaseOfNewConnection().state().peerCloses();
		assertThat(this.fixture.stats()).returns(0, PoolStats::failedDials).returns(Duration.ZERO, PoolStats::backOff);
	}

	@Test
	void oneThatThePeerLetsFinishIsPausedForButDoesNotCount() {
		Lease<FakeConnection> lease = this.fixture.leaseOfUnprovenConnection();
		lease.state().drain(PoolFixture.goAway());
		Waiter<FakeConnection> waiter = this.fixture.acquire();
		assertThat(this.fixture.handler.pendingDials()).isEmpty();
		assertThat(this.fixture.stats().failedDials()).isZero();
		lease.state().serve();
		assertThat(this.fixture.handler.pendingDials()).hasSize(1);
		end(lease);
		assertThat(this.fixture.stats().failedDials()).isZero();
		this.fixture.handler.lastDial().succeed();
		assertThat(waiter).isDone();
	}

	@Test
	void oneThatEndsWithACallThatWasGivenUpDoesNotCount() {
		PoolFixture exclusive = PoolFixture.exclusive();
		for (H2Error givenUp : List.of(new H2Error.Cancelled(true), new H2Error.Timeout(DELAY, true),
				new H2Error.ResponseTimeout(DELAY))) {
			Lease<FakeConnection> lease = exclusive.leaseOfUnprovenConnection();
			lease.state().drain(givenUp);
			lease.release();
			lease.state().peerCloses();
		}
		assertThat(exclusive.stats()).returns(0, PoolStats::failedDials).returns(Duration.ZERO, PoolStats::backOff);
	}

	@Test
	void oneThatThePoolEndsDoesNotCount() {
		FakeConnection connection = this.fixture.leaseOfUnprovenConnection().state();
		this.fixture.pool.evictAll(CloseReason.CLEARED);
		connection.peerCloses();
		assertThat(this.fixture.stats()).returns(0, PoolStats::failedDials).returns(Duration.ZERO, PoolStats::backOff);
	}

	@Test
	void oneThatWasIdleUntilThePeerClosedItIsPausedForButDoesNotCount() {
		this.fixture.acquire().cancel(false);
		FakeConnection connection = this.fixture.handler.lastDial().succeed();
		this.fixture.pass(Duration.ofSeconds(5));
		connection.peerCloses();
		assertThat(this.fixture.stats()).returns(0, PoolStats::failedDials).returns(DELAY, PoolStats::backOff);
	}

	@Test
	void whatIsKeptUpIsDialledEverMoreSlowly() {
		PoolFixture kept = PoolFixture.shared(10, (config) -> config.minConnections(1).connectRetryDelay(DELAY));
		kept.pool.warmUp(new java.util.concurrent.CompletableFuture<>());
		List<Long> pauses = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			kept.handler.lastDial().succeed().peerCloses();
			pauses.add(kept.stats().backOff().toMillis());
			assertThat(kept.handler.pendingDials()).isEmpty();
			kept.pass(kept.stats().backOff());
			assertThat(kept.handler.pendingDials()).hasSize(1);
		}
		assertThat(pauses).containsExactly(100L, 200L, 400L, 800L);
	}

}

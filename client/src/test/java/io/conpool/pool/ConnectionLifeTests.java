package io.conpool.pool;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.conpool.error.H2Error;
import io.conpool.testing.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.conpool.pool.PoolFixture.leaseOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * When connections stop being lent, and when they are closed.
 */
class ConnectionLifeTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration IDLE = Duration.ofSeconds(60);

	private static final Duration LIFETIME = Duration.ofMinutes(5);

	private static final Duration DRAIN = Duration.ofSeconds(30);

	private static PoolFixture fixture(Consumer<PoolConfig.Builder> settings) {
		return PoolFixture.shared(2, (config) -> {
			config.idleTime(IDLE).lifetime(LIFETIME).lifetimeJitter(0).drainTimeout(DRAIN);
			settings.accept(config);
		});
	}

	private static PoolFixture fixture() {
		return fixture((config) -> {
		});
	}

	private static long closed(PoolFixture fixture, CloseReason reason) {
		return fixture.stats().closed().get(reason);
	}

	@Test
	void aConnectionIsClosedWhenItWasIdleForTheIdleTime() {
		PoolFixture fixture = fixture();
		FakeConnection connection = fixture.idleConnection();
		fixture.pass(IDLE.minusNanos(1));
		fixture.pool.evictDue();
		assertThat(connection.closeCalls()).isZero();
		fixture.pass(Duration.ofNanos(1));
		fixture.pool.evictDue();
		assertThat(connection.closeCalls()).isOne();
		assertThat(closed(fixture, CloseReason.IDLE)).isOne();
	}

	@Test
	void aConnectionThatIsUsedIsNotIdle() {
		PoolFixture fixture = fixture();
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		fixture.pass(IDLE.multipliedBy(2));
		fixture.pool.evictDue();
		assertThat(lease.state().closeCalls()).isZero();
	}

	@Test
	void theIdleTimeBeginsAnewWithTheLastRelease() {
		PoolFixture fixture = fixture();
		FakeConnection connection = fixture.idleConnection();
		fixture.pass(IDLE.minus(SECOND));
		fixture.lease().release();
		fixture.pass(IDLE.minus(SECOND));
		fixture.pool.evictDue();
		assertThat(connection.closeCalls()).isZero();
	}

	@Test
	void aConnectionThatWasNeverLentIsClosedWhenIdleToo() {
		PoolFixture fixture = fixture();
		fixture.acquire().cancel(false);
		FakeConnection connection = fixture.handler.lastDial().succeed();
		fixture.pass(IDLE);
		fixture.pool.evictDue();
		assertThat(connection.closeCalls()).isOne();
	}

	@Test
	void aConnectionIsReplacedAtTheEndOfItsLifetime() {
		PoolFixture fixture = fixture((config) -> config.idleTime(LIFETIME.multipliedBy(2)));
		FakeConnection connection = fixture.idleConnection();
		fixture.pass(LIFETIME.minusNanos(1));
		fixture.pool.evictDue();
		assertThat(fixture.dials()).isOne();
		fixture.pass(Duration.ofNanos(1));
		fixture.pool.evictDue();
		assertThat(connection.closeCalls()).isZero();
		fixture.handler.lastDial().succeed();
		assertThat(connection.closeCalls()).isOne();
		assertThat(closed(fixture, CloseReason.LIFETIME)).isOne();
	}

	@ParameterizedTest
	@CsvSource({ "0, 300000", "0.5, 285000", "1, 270000" })
	void theLifetimeIsShortenedByAPartOfTheJitter(double random, long millis) {
		PoolFixture fixture = fixture((config) -> config.lifetimeJitter(0.1).idleTime(LIFETIME.multipliedBy(2)));
		fixture.random(random);
		fixture.idleConnection();
		fixture.pass(Duration.ofMillis(millis - 1));
		fixture.pool.evictDue();
		assertThat(fixture.dials()).isOne();
		fixture.pass(Duration.ofMillis(1));
		fixture.pool.evictDue();
		assertThat(fixture.dials()).as("a successor is dialled").isEqualTo(2);
	}

	@Test
	void aConnectionInUseDrainsAtTheEndOfItsLifetime() {
		PoolFixture fixture = fixture();
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		fixture.pass(LIFETIME);
		fixture.pool.evictDue();
		assertThat(fixture.stats()).returns(1, PoolStats::draining).returns(0, PoolStats::serving);
		assertThat(lease.state().closeCalls()).isZero();
	}

	@Test
	void aConnectionThatDrainsIsNotLent() {
		PoolFixture fixture = fixture();
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		fixture.pass(LIFETIME);
		fixture.pool.evictDue();
		assertThat(fixture.leaseOfNewConnection().state()).isNotSameAs(lease.state());
	}

	@Test
	void aConnectionThatDrainsIsClosedWithItsLastLease() {
		PoolFixture fixture = fixture();
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		Lease<FakeConnection> last = fixture.lease();
		fixture.pool.evictAll(CloseReason.CLEARED);
		lease.release();
		assertThat(last.state().closeCalls()).isZero();
		last.release();
		assertThat(last.state().closeCalls()).isOne();
	}

	@Test
	void aConnectionThatDrainsForTooLongIsClosedUnderItsLeases() {
		PoolFixture fixture = fixture();
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		fixture.pool.evictAll(CloseReason.CLEARED);
		fixture.pass(DRAIN.minusNanos(1));
		assertThat(lease.state().closeCalls()).isZero();
		fixture.pass(Duration.ofNanos(1));
		assertThat(lease.state().closeCalls()).isOne();
		assertThat(fixture.stats().draining()).isZero();
	}

	@Test
	void aLeaseThatOutlivesItsConnectionIsReleasedWithoutATrace() {
		PoolFixture fixture = fixture();
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		fixture.pool.evictAll(CloseReason.CLEARED);
		fixture.pass(DRAIN);
		lease.release();
		assertThat(lease.state().closeCalls()).isOne();
		assertThat(fixture.listener.events("closed")).hasSize(1);
		assertThat(fixture.stats().openStreams()).isZero();
	}

	@Test
	void theDrainTimerIsTakenBackWhenTheConnectionIsClosed() {
		PoolFixture fixture = fixture();
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		fixture.pool.evictAll(CloseReason.CLEARED);
		lease.release();
		assertThat(fixture.scheduler.pending()).as("timers that keep a closed connection in memory").isZero();
	}

	@Test
	void aConnectionIsNotClosedTwiceWhenItsCloseTakesLongerThanTheDrainTimeout() {
		PoolFixture fixture = fixture();
		fixture.handler.closesByHand();
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		fixture.pool.evictAll(CloseReason.CLEARED);
		lease.release();
		fixture.pass(DRAIN);
		assertThat(lease.state().closeCalls()).isOne();
		assertThat(fixture.stats().draining()).isOne();
	}

	@Test
	void aConnectionIsGoneWhenItsCloseIsDone() {
		PoolFixture fixture = fixture();
		fixture.handler.closesByHand();
		FakeConnection connection = fixture.idleConnection();
		fixture.pool.evictAll(CloseReason.CLEARED);
		assertThat(fixture.stats().draining()).isOne();
		connection.finishClose();
		assertThat(fixture.stats().draining()).isZero();
	}

	@Test
	void aConnectionIsGoneWhenItsCloseFails() {
		PoolFixture fixture = fixture();
		fixture.handler.closesByHand();
		FakeConnection connection = fixture.idleConnection();
		fixture.pool.evictAll(CloseReason.CLEARED);
		connection.failClose();
		assertThat(fixture.stats().draining()).isZero();
		assertThat(closed(fixture, CloseReason.CLEARED)).isOne();
	}

	@Test
	void aConnectionThatSaysItIsClosedAndThenFinishesItsCloseIsCountedOnce() {
		PoolFixture fixture = fixture();
		fixture.handler.closesByHand();
		FakeConnection connection = fixture.idleConnection();
		fixture.pool.evictAll(CloseReason.CLEARED);
		connection.peerCloses();
		connection.finishClose();
		assertThat(fixture.listener.events("closed")).containsExactly("CLEARED 0");
	}

	@Test
	void aConnectionIsReplacedAfterItsLastUse() {
		PoolFixture fixture = fixture((config) -> config.maxUses(2));
		Lease<FakeConnection> first = fixture.leaseOfNewConnection();
		Lease<FakeConnection> second = fixture.lease();
		first.release();
		assertThat(second.state().closeCalls()).isZero();
		second.release();
		assertThat(closed(fixture, CloseReason.MAX_USES)).isOne();
		assertThat(fixture.leaseOfNewConnection().state()).isNotSameAs(second.state());
	}

	@Test
	void leasesOfAConnectionThatWasLentBeforeCountAsReuse() {
		PoolFixture fixture = fixture();
		fixture.leaseOfNewConnection().release();
		fixture.lease();
		fixture.lease();
		assertThat(fixture.stats()).returns(1L, PoolStats::created).returns(2L, PoolStats::reused);
	}

	@Test
	void aConnectionThatThePeerDrainsIsClosedAtOnceWhenNobodyUsesIt() {
		PoolFixture fixture = fixture();
		FakeConnection connection = fixture.idleConnection();
		connection.drain(PoolFixture.goAway());
		assertThat(connection.closeCalls()).isOne();
		assertThat(closed(fixture, CloseReason.UNHEALTHY)).isOne();
	}

	@Test
	void aConnectionThatThePeerDrainsServesItsLeasesToTheEnd() {
		PoolFixture fixture = fixture();
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		lease.state().drain(PoolFixture.goAway());
		assertThat(fixture.acquire()).isNotDone();
		assertThat(lease.state().closeCalls()).isZero();
		lease.release();
		assertThat(lease.state().closeCalls()).isOne();
	}

	@Test
	void theNumbersTellWhyThePeerDrained() {
		PoolFixture fixture = fixture();
		H2Error cause = PoolFixture.goAway();
		fixture.idleConnection().drain(cause);
		assertThat(fixture.stats().lastDrainCause()).isSameAs(cause);
	}

	@Test
	void aPeerThatDrainsTwiceIsHeardOnce() {
		PoolFixture fixture = fixture();
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		lease.state().drain(PoolFixture.goAway());
		lease.state().drain(PoolFixture.goAway());
		lease.release();
		assertThat(lease.state().closeCalls()).isOne();
		assertThat(fixture.listener.events("closed")).hasSize(1);
	}

	@Test
	void aConnectionThatThePeerClosesIsForgottenButNotClosedAgain() {
		PoolFixture fixture = fixture();
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		lease.state().peerCloses();
		lease.release();
		assertThat(lease.state().closeCalls()).isZero();
		assertThat(closed(fixture, CloseReason.PEER_CLOSED)).isOne();
		assertThat(fixture.stats()).returns(0, PoolStats::serving)
			.returns(0, PoolStats::draining)
			.returns(0L, PoolStats::openStreams);
	}

	@Test
	void anUnhealthyConnectionThatNobodyToldOfIsFoundByTheHousekeeper() {
		PoolFixture fixture = fixture();
		FakeConnection connection = fixture.idleConnection();
		connection.becomeUnhealthy();
		fixture.pool.evictDue();
		assertThat(connection.closeCalls()).isOne();
	}

	@Test
	void clearingReplacesTheConnectionsForThoseWhoWait() {
		PoolFixture fixture = fixture((config) -> config.maxConnections(1));
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		fixture.lease();
		Waiter<FakeConnection> waiter = fixture.acquire();
		fixture.pool.evictAll(CloseReason.CLEARED);
		fixture.handler.lastDial().succeed();
		assertThat(leaseOf(waiter).state()).isNotSameAs(lease.state());
	}

	@Test
	void theListenerHearsReasonAndAge() {
		PoolFixture fixture = fixture();
		fixture.idleConnection();
		fixture.pass(IDLE);
		fixture.pool.evictDue();
		assertThat(fixture.listener.events("closed")).isEqualTo(List.of("IDLE 60000"));
	}

}

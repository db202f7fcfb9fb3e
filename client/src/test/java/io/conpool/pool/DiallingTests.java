package io.conpool.pool;

import java.time.Duration;
import java.util.List;

import io.conpool.testing.FakeConnection;
import io.conpool.testing.FakeDial;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many connections are dialled, and when.
 */
class DiallingTests {

	@Test
	void nothingIsDialledBeforeSomebodyAcquires() {
		PoolFixture fixture = PoolFixture.shared(100);
		fixture.pool.settle();
		fixture.pool.evictDue();
		assertThat(fixture.dials()).isZero();
	}

	@Test
	void tenWaitersCauseOneDialWhenTheConnectionIsShared() {
		PoolFixture fixture = PoolFixture.shared(100);
		fixture.acquire(10);
		assertThat(fixture.dials()).isOne();
	}

	@Test
	void oneWaiterMoreThanAConnectionIsThoughtToBearCausesASecondDial() {
		PoolFixture fixture = PoolFixture.shared(100);
		fixture.acquire(100);
		assertThat(fixture.dials()).isOne();
		fixture.acquire();
		assertThat(fixture.dials()).isEqualTo(2);
	}

	@Test
	void everyWaiterCausesADialWhenTheConnectionIsExclusive() {
		PoolFixture fixture = PoolFixture.exclusive();
		fixture.acquire(4);
		assertThat(fixture.dials()).isEqualTo(4);
	}

	@Test
	void noMoreIsDialledThanConnectionsMayBe() {
		PoolFixture fixture = PoolFixture.exclusive((config) -> config.maxConnections(3));
		fixture.acquire(10);
		assertThat(fixture.dials()).isEqualTo(3);
		assertThat(fixture.stats()).returns(3, PoolStats::connecting).returns(10, PoolStats::waiters);
	}

	@Test
	void connectionsThatServeCountAgainstTheMaximum() {
		PoolFixture fixture = PoolFixture.exclusive((config) -> config.maxConnections(3));
		fixture.leaseOfNewConnection();
		fixture.acquire(10);
		assertThat(fixture.handler.pendingDials()).hasSize(2);
	}

	@Test
	void aConnectionThatDrainsDoesNotCountAgainstTheMaximum() {
		PoolFixture fixture = PoolFixture.exclusive((config) -> config.maxConnections(1));
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		fixture.acquire();
		assertThat(fixture.handler.pendingDials()).isEmpty();
		lease.state().drain(PoolFixture.goAway());
		assertThat(fixture.handler.pendingDials()).hasSize(1);
	}

	@Test
	void aConnectionThatTurnsOutToBearOneMakesThePoolDialUpToTheMaximum() {
		PoolFixture fixture = PoolFixture.shared(100, (config) -> config.maxConnections(4));
		List<Waiter<FakeConnection>> waiters = fixture.acquire(10);
		assertThat(fixture.dials()).isOne();
		fixture.handler.lastDial().succeed(new AccessMode.Exclusive());
		assertThat(waiters.get(0)).isDone();
		assertThat(fixture.dials()).isEqualTo(4);
	}

	@Test
	void aConnectionThatTurnsOutToBearManySparesFurtherDials() {
		PoolFixture fixture = PoolFixture.exclusive();
		FakeConnection connection = fixture.leaseOfNewConnection().state();
		connection.drain(PoolFixture.goAway());
		fixture.handler.connectsAs(new AccessMode.Shared(50));
		fixture.leaseOfNewConnection().state().drain(PoolFixture.goAway());
		fixture.acquire(20);
		assertThat(fixture.handler.pendingDials()).hasSize(1);
	}

	@Test
	void waitersWhoLeaveDuringTheDialLeaveItsConnectionIdle() {
		PoolFixture fixture = PoolFixture.shared(100);
		fixture.acquire(3).forEach((waiter) -> waiter.cancel(false));
		fixture.handler.lastDial().succeed();
		assertThat(fixture.stats()).returns(1, PoolStats::idle).returns(0, PoolStats::connecting);
	}

	@Test
	void aLateDialServesWhoeverWaitsThen() {
		PoolFixture fixture = PoolFixture.shared(100);
		fixture.acquire().cancel(false);
		Waiter<FakeConnection> later = fixture.acquire();
		assertThat(fixture.dials()).isOne();
		fixture.handler.lastDial().succeed();
		assertThat(later).isDone();
	}

	@Test
	void aConnectionThatIsLostIsDialledAgainForThoseWhoWait() {
		PoolFixture fixture = PoolFixture.shared(1, (config) -> config.maxConnections(1));
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		Waiter<FakeConnection> waiter = fixture.acquire();
		lease.state().peerCloses();
		fixture.handler.lastDial().succeed();
		assertThat(waiter).isDone();
		assertThat(fixture.dials()).isEqualTo(2);
	}

	@Test
	void theTimeThatADialTookIsToldToTheListener() {
		PoolFixture fixture = PoolFixture.shared(1);
		fixture.acquire();
		fixture.pass(Duration.ofMillis(30));
		fixture.handler.lastDial().succeed();
		assertThat(fixture.listener.events("created")).containsExactly("30");
	}

	@Test
	void aConnectionThatClosesBeforeItsConnectIsDoneIsNeverLent() {
		PoolFixture fixture = PoolFixture.shared(1);
		Waiter<FakeConnection> waiter = fixture.acquire();
		FakeDial dial = fixture.handler.lastDial();
		dial.events().closed();
		dial.succeed();
		assertThat(waiter).isNotDone();
		assertThat(fixture.stats().serving()).isZero();
	}

	@Test
	void aConnectionThatClosesBeforeItsConnectIsDoneIsCountedOnce() {
		PoolFixture fixture = PoolFixture.shared(1);
		fixture.acquire().cancel(false);
		FakeDial dial = fixture.handler.lastDial();
		dial.events().closed();
		dial.succeed();
		dial.events().closed();
		assertThat(fixture.stats()).returns(1L, PoolStats::created)
			.returns(0, PoolStats::connecting)
			.returns(1L, (stats) -> stats.closed().get(CloseReason.PEER_CLOSED));
		assertThat(fixture.listener.events()).containsExactly("created 0", "closed PEER_CLOSED 0");
	}

	@Test
	void aConnectionThatClosesBeforeItIsReadyIsNotDialledAgainInALoop() {
		PoolFixture fixture = PoolFixture.shared(1);
		fixture.acquire();
		FakeDial dial = fixture.handler.lastDial();
		dial.events().closed();
		dial.succeed();
		assertThat(fixture.dials()).as("dials without a pause between them").isOne();
		fixture.pass(Duration.ofMillis(100));
		assertThat(fixture.dials()).isEqualTo(2);
	}

	@Test
	void aConnectionThatDrainsBeforeItsConnectIsDoneIsNeverLent() {
		PoolFixture fixture = PoolFixture.shared(1);
		Waiter<FakeConnection> waiter = fixture.acquire();
		FakeDial dial = fixture.handler.lastDial();
		dial.events().draining(PoolFixture.goAway());
		FakeConnection connection = dial.succeedUnhealthy();
		assertThat(waiter).isNotDone();
		assertThat(connection.closeCalls()).isOne();
	}

	@Test
	void aConnectionThatMayBeUsedOnceIsNotExpectedToServeTwoWaiters() {
		PoolFixture fixture = PoolFixture.shared(100, (config) -> config.maxUses(1));
		fixture.acquire(3);
		assertThat(fixture.dials()).isEqualTo(3);
	}

}

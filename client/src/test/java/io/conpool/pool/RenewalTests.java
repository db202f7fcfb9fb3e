package io.conpool.pool;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.conpool.testing.FakeConnection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a connection that has served for long enough is replaced: first its successor, then
 * its end.
 */
class RenewalTests {

	private static final Duration LIFETIME = Duration.ofMinutes(5);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static PoolFixture fixture(Consumer<PoolConfig.Builder> settings) {
		return PoolFixture.shared(2, (config) -> {
			config.lifetime(LIFETIME).lifetimeJitter(0).renewalTimeout(PATIENCE).connectRetries(0);
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

	/** A connection in use whose lifetime is over, and that waits for its successor. */
	private static Lease<FakeConnection> expired(PoolFixture fixture) {
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		fixture.pass(LIFETIME.minusSeconds(1));
		fixture.lease().release();
		fixture.pass(Duration.ofSeconds(1));
		fixture.pool.evictDue();
		return lease;
	}

	@Test
	void theSuccessorIsDialledFirst() {
		PoolFixture fixture = fixture();
		Lease<FakeConnection> lease = expired(fixture);
		assertThat(fixture.stats()).returns(1, PoolStats::retiring)
			.returns(1, PoolStats::connecting)
			.returns(0, PoolStats::draining);
		assertThat(fixture.lease().state()).as("lent until the successor stands").isSameAs(lease.state());
	}

	@Test
	void whenTheSuccessorStandsTheOldOneDrains() {
		PoolFixture fixture = fixture();
		Lease<FakeConnection> lease = expired(fixture);
		FakeConnection successor = fixture.handler.lastDial().succeed();
		assertThat(fixture.stats()).returns(0, PoolStats::retiring)
			.returns(1, PoolStats::draining)
			.returns(1, PoolStats::serving);
		assertThat(fixture.lease().state()).isSameAs(successor);
		lease.release();
		assertThat(lease.state().closeCalls()).isOne();
		assertThat(closed(fixture, CloseReason.LIFETIME)).isOne();
	}

	@Test
	void theSuccessorHasAPlaceThoughNoMoreConnectionsMayBe() {
		PoolFixture fixture = fixture((config) -> config.maxConnections(1));
		expired(fixture);
		assertThat(fixture.stats().connecting()).isOne();
	}

	@Test
	void whileTheSuccessorsDialFailsTheOldOneGoesOn() {
		PoolFixture fixture = fixture();
		Lease<FakeConnection> lease = expired(fixture);
		fixture.handler.lastDial().fail(PoolFixture.refused());
		fixture.pass(PATIENCE.minusSeconds(1));
		fixture.pool.evictDue();
		assertThat(fixture.lease().state()).isSameAs(lease.state());
		assertThat(fixture.dials()).as("the successor is tried again").isGreaterThan(2);
	}

	@Test
	void withoutASuccessorTheOldOneDrainsAfterTheRenewalTimeout() {
		PoolFixture fixture = fixture();
		Lease<FakeConnection> lease = expired(fixture);
		fixture.handler.lastDial().fail(PoolFixture.refused());
		fixture.pass(PATIENCE);
		fixture.pool.evictDue();
		assertThat(fixture.stats()).returns(1, PoolStats::draining).returns(0, PoolStats::serving);
		lease.release();
		assertThat(closed(fixture, CloseReason.LIFETIME)).isOne();
	}

	@Test
	void aSuccessorThatMayNotBeUsedTakesNobodysPlace() {
		PoolFixture fixture = fixture();
		expired(fixture);
		fixture.handler.lastDial().succeed(new AccessMode.Shared(0));
		assertThat(fixture.stats()).returns(1, PoolStats::retiring).returns(0, PoolStats::draining);
	}

	@Test
	void nobodyIsDialledForAnEndpointThatNobodyUses() {
		PoolFixture fixture = fixture((config) -> config.idleTime(Duration.ofSeconds(10)));
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		fixture.pass(LIFETIME);
		fixture.pool.evictDue();
		assertThat(fixture.dials()).isOne();
		assertThat(fixture.stats().draining()).isOne();
		lease.release();
	}

	@Test
	void whereTheOthersSufficeNoSuccessorIsDialled() {
		PoolFixture fixture = fixture();
		List<Waiter<FakeConnection>> waiters = fixture.acquire(3);
		fixture.handler.dials().forEach((dial) -> dial.succeed());
		waiters.forEach((waiter) -> PoolFixture.leaseOf(waiter).release());
		fixture.handler.connections().get(0).retire("address");
		assertThat(fixture.handler.pendingDials()).isEmpty();
		assertThat(closed(fixture, CloseReason.RETIRED)).isOne();
	}

	@Test
	void whereTheOthersCannotBearTheLoadASuccessorIsDialled() {
		PoolFixture fixture = fixture();
		fixture.acquire(4);
		fixture.handler.dials().forEach((dial) -> dial.succeed());
		fixture.pass(Duration.ofSeconds(1));
		fixture.handler.connections().get(0).retire("address");
		assertThat(fixture.handler.pendingDials()).hasSize(1);
	}

	@Test
	void severalAreReplacedOneForOne() {
		PoolFixture fixture = fixture();
		fixture.acquire(4);
		fixture.handler.dials().forEach((dial) -> dial.succeed());
		fixture.pass(Duration.ofSeconds(1));
		List<FakeConnection> old = fixture.handler.connections();
		old.forEach((connection) -> connection.retire("address"));
		assertThat(fixture.handler.pendingDials()).hasSize(2);
		fixture.handler.pendingDials().get(0).succeed();
		assertThat(fixture.stats()).returns(1, PoolStats::retiring).returns(1, PoolStats::draining);
		fixture.handler.pendingDials().get(0).succeed();
		assertThat(fixture.stats()).returns(0, PoolStats::retiring).returns(2, PoolStats::draining);
	}

	@Test
	void aConnectionThatTheProtocolRetiresIsReplacedAndSaysWhy() {
		PoolFixture fixture = fixture();
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		fixture.pass(Duration.ofSeconds(1));
		lease.state().retire("its address is gone");
		assertThat(fixture.pool.views()).singleElement()
			.returns(Availability.RETIRING, ConnectionView::availability)
			.returns("its address is gone", ConnectionView::leaving);
		fixture.handler.lastDial().succeed();
		lease.release();
		assertThat(closed(fixture, CloseReason.RETIRED)).isOne();
	}

	@Test
	void aConnectionIsRetiredOnce() {
		PoolFixture fixture = fixture();
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		fixture.pass(Duration.ofSeconds(1));
		lease.state().retire("address");
		lease.state().retire("certificates");
		assertThat(fixture.stats().retiring()).isOne();
		assertThat(fixture.handler.pendingDials()).hasSize(1);
	}

	@Test
	void aConnectionThatIsRetiredWhileItIsMadeServesUntilItsSuccessorStands() {
		PoolFixture fixture = fixture();
		Waiter<FakeConnection> waiter = fixture.acquire();
		fixture.handler.lastDial().events().retire("certificates");
		fixture.handler.lastDial().succeed();
		assertThat(waiter).isDone();
		assertThat(fixture.stats().retiring()).isOne();
	}

	@Test
	void oneThatIsNeverContentIsNotDialledWithoutAPause() {
		PoolFixture fixture = fixture();
		for (int i = 0; i < 20; i++) {
			fixture.acquire();
			fixture.handler.pendingDials().forEach((dial) -> dial.succeed().retire("address"));
		}
		assertThat(fixture.dials()).isLessThanOrEqualTo(2);
	}

	@Test
	void theLastTenthOfTheUsesIsForFindingASuccessor() {
		PoolFixture fixture = fixture((config) -> config.maxUses(20));
		fixture.leaseOfNewConnection().release();
		for (int i = 0; i < 16; i++) {
			fixture.lease().release();
		}
		assertThat(fixture.dials()).isOne();
		fixture.lease().release();
		assertThat(fixture.stats()).returns(1, PoolStats::retiring).returns(1, PoolStats::connecting);
		fixture.handler.lastDial().succeed();
		assertThat(closed(fixture, CloseReason.MAX_USES)).isOne();
	}

	@Test
	void withoutASuccessorAConnectionIsNotLentMoreOftenThanItMayBe() {
		PoolFixture fixture = fixture((config) -> config.maxUses(20));
		fixture.leaseOfNewConnection().release();
		for (int i = 0; i < 19; i++) {
			fixture.lease().release();
		}
		assertThat(closed(fixture, CloseReason.MAX_USES)).isOne();
		assertThat(fixture.acquire()).isNotDone();
	}

	@Test
	void aConnectionThatIsToBeReplacedIsLentAfterTheOthers() {
		PoolFixture fixture = fixture();
		fixture.acquire(4);
		fixture.handler.dials().forEach((dial) -> dial.succeed());
		FakeConnection old = fixture.handler.connections().get(0);
		old.retire("address");
		old.allow(4);
		fixture.handler.connections().get(1).allow(3);
		assertThat(fixture.lease().state()).isNotSameAs(old);
		assertThat(fixture.lease().state()).isSameAs(old);
	}

	@Test
	void whenThePeerEndsItTheSuccessorIsStillMade() {
		PoolFixture fixture = fixture();
		Lease<FakeConnection> lease = expired(fixture);
		lease.state().peerCloses();
		assertThat(fixture.stats()).returns(0, PoolStats::retiring).returns(1, PoolStats::connecting);
		fixture.handler.lastDial().succeed();
		assertThat(fixture.stats().idle()).isOne();
	}

}

package io.conpool.pool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.conpool.testing.FakeConnection;
import org.junit.jupiter.api.Test;

import static io.conpool.pool.ConpoolFixture.ENDPOINT;
import static io.conpool.pool.ConpoolFixture.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Many endpoints, and what can be seen of them.
 */
class ConpoolTests {

	@Test
	void endpointsDoNotShareConnections() {
		ConpoolFixture fixture = new ConpoolFixture(10);
		fixture.idleConnection();
		CompletableFuture<Lease<FakeConnection>> other = fixture.pool.acquire(OTHER);
		assertThat(other).isNotDone();
		assertThat(fixture.handler.lastDial().succeed().endpoint()).isEqualTo(OTHER);
		assertThat(other).isCompleted();
	}

	@Test
	void everyEndpointMayHaveItsMaximumOfConnections() {
		ConpoolFixture fixture = new ConpoolFixture(1, (config) -> config.maxConnections(1));
		fixture.acquire();
		fixture.pool.acquire(OTHER);
		assertThat(fixture.handler.pendingDials()).hasSize(2);
	}

	@Test
	void aLeaseTellsItsEndpoint() {
		assertThat(new ConpoolFixture(1).leaseOfNewConnection().endpoint()).isEqualTo(ENDPOINT);
	}

	@Test
	void anEndpointThatWasNeverUsedHasNoNumbers() {
		ConpoolFixture fixture = new ConpoolFixture(1);
		assertThat(fixture.pool.stats(ENDPOINT)).isNull();
		assertThat(fixture.pool.connections(ENDPOINT)).isEmpty();
		assertThat(fixture.pool.allStats()).isEmpty();
	}

	@Test
	void allNumbersAreSortedByEndpoint() {
		ConpoolFixture fixture = new ConpoolFixture(1);
		fixture.acquire();
		fixture.pool.acquire(OTHER);
		assertThat(fixture.pool.allStats().keySet()).containsExactly(OTHER, ENDPOINT);
	}

	@Test
	void theNumbersOfOneMomentAddUp() {
		ConpoolFixture fixture = new ConpoolFixture(2, (config) -> config.maxConnections(3));
		Lease<FakeConnection> draining = fixture.leaseOfNewConnection();
		draining.state().drain(PoolFixture.goAway());
		fixture.leaseOfNewConnection();
		fixture.acquire();
		fixture.leaseOfNewConnection().release();
		fixture.handler.connections().get(2).allow(0);
		fixture.acquire();
		assertThat(fixture.stats()).returns(1, PoolStats::active)
			.returns(1, PoolStats::idle)
			.returns(2, PoolStats::serving)
			.returns(1, PoolStats::draining)
			.returns(1, PoolStats::connecting)
			.returns(3L, PoolStats::openStreams)
			.returns(2L, PoolStats::streamCapacity)
			.returns(1, PoolStats::waiters)
			.returns(3L, PoolStats::created)
			.returns(1L, PoolStats::reused);
	}

	@Test
	void numbersOnceTakenDoNotChange() {
		ConpoolFixture fixture = new ConpoolFixture(1);
		FakeConnection connection = fixture.idleConnection();
		PoolStats before = fixture.stats();
		connection.peerCloses();
		assertThat(before.idle()).isOne();
		assertThat(before.closed()).containsEntry(CloseReason.PEER_CLOSED, 0L);
	}

	@Test
	void everyReasonToCloseIsAmongTheNumbers() {
		ConpoolFixture fixture = new ConpoolFixture(1);
		fixture.acquire();
		assertThat(fixture.stats().closed()).containsOnlyKeys(CloseReason.values());
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> fixture.stats().closed().put(CloseReason.IDLE, 1L));
	}

	@Test
	void aViewTellsEverythingOfAConnection() {
		ConpoolFixture fixture = new ConpoolFixture(7);
		FakeConnection connection = fixture.idleConnection();
		fixture.acquire();
		fixture.acquire();
		fixture.pass(Duration.ofMillis(1500));
		assertThat(fixture.pool.connections(ENDPOINT)).containsExactly(new ConnectionView<>(connection, null,
				Availability.SERVING, null, 2, 7, 3, true, Duration.ofMillis(1500)));
	}

	@Test
	void viewsOfConnectionsThatDrainComeLast() {
		ConpoolFixture fixture = new ConpoolFixture(1);
		Lease<FakeConnection> draining = fixture.leaseOfNewConnection();
		Lease<FakeConnection> serving = fixture.leaseOfNewConnection();
		draining.state().drain(PoolFixture.goAway());
		List<ConnectionView<FakeConnection>> views = fixture.pool.connections(ENDPOINT);
		assertThat(views).extracting(ConnectionView::state).containsExactly(serving.state(), draining.state());
		assertThat(views).extracting(ConnectionView::draining).containsExactly(false, true);
	}

	@Test
	void aConnectionThatIsBeingMadeHasNoViewYet() {
		ConpoolFixture fixture = new ConpoolFixture(1);
		fixture.acquire();
		assertThat(fixture.pool.connections(ENDPOINT)).isEmpty();
	}

	@Test
	void clearingClosesWhatIsIdleAndDrainsWhatIsInUse() {
		ConpoolFixture fixture = new ConpoolFixture(1);
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		FakeConnection idle = fixture.idleConnection();
		assertThat(fixture.pool.clear(ENDPOINT)).isTrue();
		assertThat(idle.closeCalls()).isOne();
		assertThat(lease.state().closeCalls()).isZero();
		lease.release();
		assertThat(lease.state().closeCalls()).isOne();
		assertThat(fixture.stats().closed()).containsEntry(CloseReason.CLEARED, 2L);
	}

	@Test
	void clearingOneEndpointLeavesTheOthersAlone() {
		ConpoolFixture fixture = new ConpoolFixture(1);
		fixture.idleConnection();
		fixture.pool.acquire(OTHER);
		FakeConnection other = fixture.handler.lastDial().succeed();
		fixture.pool.clear(ENDPOINT);
		assertThat(other.closeCalls()).isZero();
	}

	@Test
	void clearingAnEndpointThatIsNotKeptSaysSo() {
		ConpoolFixture fixture = new ConpoolFixture(1);
		assertThat(fixture.pool.clear(ENDPOINT)).isFalse();
		assertThat(fixture.pool.stats(ENDPOINT)).isNull();
	}

	@Test
	void afterClearingTheEndpointServesAgain() {
		ConpoolFixture fixture = new ConpoolFixture(1);
		FakeConnection cleared = fixture.idleConnection();
		fixture.pool.clear(ENDPOINT);
		assertThat(fixture.leaseOfNewConnection().state()).isNotSameAs(cleared);
	}

	@Test
	void evictingOneConnectionLeavesTheOthersAlone() {
		ConpoolFixture fixture = new ConpoolFixture(1);
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		FakeConnection idle = fixture.idleConnection();
		assertThat(fixture.pool.evict(ENDPOINT, idle)).isTrue();
		assertThat(idle.closeCalls()).isOne();
		lease.release();
		assertThat(lease.state().closeCalls()).isZero();
		assertThat(fixture.stats().closed()).containsEntry(CloseReason.EVICTED, 1L);
	}

	@Test
	void anEvictedConnectionServesItsLeasesToTheEnd() {
		ConpoolFixture fixture = new ConpoolFixture(2);
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		assertThat(fixture.pool.evict(ENDPOINT, lease.state())).isTrue();
		assertThat(lease.state().closeCalls()).isZero();
		assertThat(fixture.acquire()).as("lent once more").isNotDone();
		assertThat(fixture.pool.connections(ENDPOINT)).extracting(ConnectionView::leaving).containsExactly("evicted");
		lease.release();
		assertThat(lease.state().closeCalls()).isOne();
	}

	@Test
	void aConnectionIsEvictedOnce() {
		ConpoolFixture fixture = new ConpoolFixture(1);
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		assertThat(fixture.pool.evict(ENDPOINT, lease.state())).isTrue();
		assertThat(fixture.pool.evict(ENDPOINT, lease.state())).isFalse();
		lease.release();
		assertThat(fixture.pool.evict(ENDPOINT, lease.state())).isFalse();
		assertThat(fixture.listener.events("closed")).containsExactly("EVICTED 0");
	}

	@Test
	void aConnectionIsEvictedFromItsOwnEndpointOnly() {
		ConpoolFixture fixture = new ConpoolFixture(1);
		FakeConnection connection = fixture.idleConnection();
		assertThat(fixture.pool.evict(OTHER, connection)).isFalse();
		fixture.pool.acquire(OTHER);
		assertThat(fixture.pool.evict(OTHER, connection)).isFalse();
		assertThat(connection.closeCalls()).isZero();
	}

	@Test
	void whoWaitsIsServedByASuccessorOfAnEvictedConnection() {
		ConpoolFixture fixture = new ConpoolFixture(1, (config) -> config.maxConnections(1));
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		CompletableFuture<Lease<FakeConnection>> waiter = fixture.acquire();
		fixture.pool.evict(ENDPOINT, lease.state());
		fixture.handler.lastDial().succeed();
		assertThat(PoolFixture.leaseOf(waiter).state()).isNotSameAs(lease.state());
	}

	@Test
	void theHousekeeperClosesIdleConnectionsByItself() {
		ConpoolFixture fixture = new ConpoolFixture(1, (config) -> config.idleTime(Duration.ofSeconds(8)));
		FakeConnection connection = fixture.idleConnection();
		fixture.pass(Duration.ofSeconds(7));
		assertThat(connection.closeCalls()).isZero();
		// It may be late by a quarter.
		fixture.pass(Duration.ofSeconds(3));
		assertThat(connection.closeCalls()).isOne();
	}

	@Test
	void theHousekeeperLooksAfterEveryEndpoint() {
		ConpoolFixture fixture = new ConpoolFixture(1, (config) -> config.idleTime(Duration.ofSeconds(8)));
		fixture.idleConnection();
		fixture.pool.acquire(OTHER).thenAccept(Lease::release);
		fixture.handler.lastDial().succeed();
		fixture.pass(Duration.ofSeconds(10));
		assertThat(fixture.handler.connections()).hasSize(2).allMatch(FakeConnection::isGone);
	}

}

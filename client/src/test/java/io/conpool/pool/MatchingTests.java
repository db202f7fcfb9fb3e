package io.conpool.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.conpool.testing.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.conpool.pool.PoolFixture.leaseOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is given which connection.
 */
class MatchingTests {

	static Stream<AccessMode> modes() {
		return Stream.of(new AccessMode.Exclusive(), new AccessMode.Shared(1), new AccessMode.Shared(7));
	}

	@ParameterizedTest
	@MethodSource("modes")
	void aConnectionIsLentAsOftenAtATimeAsItsModeAllows(AccessMode mode) {
		PoolFixture fixture = new PoolFixture(mode, (config) -> config.maxConnections(1));
		List<Waiter<FakeConnection>> waiters = fixture.acquire(mode.capacity() + 1);
		fixture.handler.lastDial().succeed();
		assertThat(waiters.subList(0, mode.capacity())).allMatch(Waiter::isDone);
		assertThat(waiters.get(mode.capacity())).isNotDone();
	}

	@Test
	void aConnectionToAvoidIsTakenOnlyIfNoOtherHasRoom() {
		PoolFixture fixture = new PoolFixture(new AccessMode.Shared(1), (config) -> config.maxConnections(2));
		List<Waiter<FakeConnection>> waiters = fixture.acquire(2);
		fixture.handler.dials().forEach((dial) -> dial.succeed());
		waiters.forEach((waiter) -> leaseOf(waiter).release());
		FakeConnection first = fixture.handler.connections().get(0);
		FakeConnection second = fixture.handler.connections().get(1);
		assertThat(leaseOf(fixture.pool.acquire(first, Duration.ofSeconds(10))).state()).isSameAs(second);
		assertThat(leaseOf(fixture.pool.acquire(first, Duration.ofSeconds(10))).state()).isSameAs(first);
	}

	@ParameterizedTest
	@MethodSource("modes")
	void aReleaseServesTheNextWaiter(AccessMode mode) {
		PoolFixture fixture = new PoolFixture(mode, (config) -> config.maxConnections(1));
		List<Waiter<FakeConnection>> waiters = fixture.acquire(mode.capacity() + 1);
		fixture.handler.lastDial().succeed();
		leaseOf(waiters.get(0)).release();
		assertThat(leaseOf(waiters.get(mode.capacity())).state()).isSameAs(fixture.handler.connections().get(0));
	}

	@ParameterizedTest
	@MethodSource("modes")
	void everyLeaseThatIsReleasedBringsTheNumbersBackToZero(AccessMode mode) {
		PoolFixture fixture = new PoolFixture(mode, (config) -> config.maxConnections(1));
		List<Waiter<FakeConnection>> waiters = fixture.acquire(mode.capacity());
		fixture.handler.lastDial().succeed();
		waiters.forEach((waiter) -> leaseOf(waiter).release());
		assertThat(fixture.stats()).returns(0L, PoolStats::openStreams)
			.returns(0, PoolStats::active)
			.returns(1, PoolStats::idle);
	}

	@ParameterizedTest
	@MethodSource("modes")
	void waitersAreServedFirstComeFirstServed(AccessMode mode) {
		PoolFixture fixture = new PoolFixture(mode, (config) -> config.maxConnections(1));
		List<Integer> served = new ArrayList<>();
		List<Lease<FakeConnection>> leases = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			int number = i;
			fixture.acquire().thenAccept((lease) -> {
				served.add(number);
				leases.add(lease);
			});
		}
		fixture.handler.lastDial().succeed();
		while (!leases.isEmpty()) {
			leases.remove(0).release();
		}
		assertThat(served).hasSize(20).isSorted();
	}

	@Test
	void whoComesWhileOthersWaitDoesNotOvertakeThem() {
		PoolFixture fixture = PoolFixture.shared(1, (config) -> config.maxConnections(1));
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		Waiter<FakeConnection> first = fixture.acquire();
		Waiter<FakeConnection> second = fixture.acquire();
		lease.release();
		assertThat(first).isDone();
		assertThat(second).isNotDone();
	}

	@Test
	void aConnectionWithRoomIsLentAtOnce() {
		PoolFixture fixture = PoolFixture.shared(2);
		fixture.leaseOfNewConnection();
		assertThat(fixture.acquire()).isDone();
		assertThat(fixture.scheduler.pending()).isZero();
	}

	@Test
	void theOldestConnectionWithRoomIsLent() {
		PoolFixture fixture = PoolFixture.exclusive();
		List<Waiter<FakeConnection>> waiters = fixture.acquire(3);
		fixture.handler.dials().forEach((dial) -> dial.succeed());
		leaseOf(waiters.get(2)).release();
		leaseOf(waiters.get(0)).release();
		assertThat(fixture.lease().state()).isSameAs(fixture.handler.connections().get(0));
	}

	@Test
	void aWaiterIsServedByWhicheverConnectionGetsRoom() {
		PoolFixture fixture = PoolFixture.exclusive((config) -> config.maxConnections(2));
		List<Waiter<FakeConnection>> waiters = fixture.acquire(3);
		fixture.handler.dials().forEach((dial) -> dial.succeed());
		leaseOf(waiters.get(1)).release();
		assertThat(leaseOf(waiters.get(2)).state()).isSameAs(leaseOf(waiters.get(1)).state());
	}

	@Test
	void raisedSettingsServeWaitersAtOnce() {
		PoolFixture fixture = PoolFixture.shared(1, (config) -> config.maxConnections(1));
		List<Waiter<FakeConnection>> waiters = fixture.acquire(4);
		FakeConnection connection = fixture.handler.lastDial().succeed();
		connection.allow(3);
		assertThat(waiters).map(Waiter::isDone).containsExactly(true, true, true, false);
	}

	@Test
	void raisedSettingsServeAWaiterBeforeTheDialMadeForItEnds() {
		PoolFixture fixture = PoolFixture.shared(1, (config) -> config.maxConnections(2));
		List<Waiter<FakeConnection>> waiters = fixture.acquire(2);
		FakeConnection connection = fixture.handler.dials().get(0).succeed();
		connection.allow(2);
		assertThat(waiters.get(1)).isDone();
		assertThat(fixture.stats().connecting()).isOne();
	}

	@Test
	void loweredSettingsHoldWaitersUntilEnoughLeasesHaveEnded() {
		PoolFixture fixture = PoolFixture.shared(3, (config) -> config.maxConnections(1));
		List<Waiter<FakeConnection>> waiters = fixture.acquire(4);
		FakeConnection connection = fixture.handler.lastDial().succeed();
		connection.allow(1);
		leaseOf(waiters.get(0)).release();
		leaseOf(waiters.get(1)).release();
		assertThat(waiters.get(3)).isNotDone();
		leaseOf(waiters.get(2)).release();
		assertThat(waiters.get(3)).isDone();
	}

	@Test
	void loweredSettingsLeaveTheLeasesThatAreOutAlone() {
		PoolFixture fixture = PoolFixture.shared(3);
		fixture.acquire(3);
		FakeConnection connection = fixture.handler.lastDial().succeed();
		connection.allow(1);
		assertThat(fixture.stats()).returns(3L, PoolStats::openStreams)
			.returns(1L, PoolStats::streamCapacity)
			.returns(0, PoolStats::draining);
		assertThat(connection.closeCalls()).isZero();
	}

	@Test
	void aCapacityOfZeroKeepsTheConnectionAndHoldsTheWaiters() {
		PoolFixture fixture = PoolFixture.shared(2, (config) -> config.maxConnections(1));
		Waiter<FakeConnection> waiter = fixture.acquire();
		FakeConnection connection = fixture.handler.lastDial().succeed(new AccessMode.Shared(0));
		assertThat(waiter).isNotDone();
		assertThat(connection.closeCalls()).isZero();
		assertThat(fixture.stats().idle()).isOne();
	}

	@Test
	void waitersOfAConnectionWithoutCapacityAreServedWhenItIsRaised() {
		PoolFixture fixture = PoolFixture.shared(2, (config) -> config.maxConnections(1));
		List<Waiter<FakeConnection>> waiters = fixture.acquire(2);
		FakeConnection connection = fixture.handler.lastDial().succeed(new AccessMode.Shared(0));
		connection.allow(2);
		assertThat(waiters).allMatch(Waiter::isDone);
	}

	@Test
	void anUnhealthyConnectionIsNotLentThoughNobodyToldThePool() {
		PoolFixture fixture = PoolFixture.shared(5);
		FakeConnection connection = fixture.idleConnection();
		connection.becomeUnhealthy();
		assertThat(fixture.acquire()).isNotDone();
		assertThat(connection.closeCalls()).isOne();
		assertThat(fixture.dials()).isEqualTo(2);
	}

	@Test
	void onlyTheFirstReleaseOfALeaseCounts() {
		PoolFixture fixture = PoolFixture.shared(2, (config) -> config.maxConnections(1));
		List<Waiter<FakeConnection>> waiters = fixture.acquire(3);
		fixture.handler.lastDial().succeed();
		Lease<FakeConnection> lease = leaseOf(waiters.get(0));
		lease.release();
		lease.release();
		lease.close();
		assertThat(fixture.stats().openStreams()).isEqualTo(2);
		assertThat(fixture.handler.released()).isOne();
	}

	@Test
	void theHandlerHearsOfEveryLeaseThatBeginsAndEnds() {
		PoolFixture fixture = PoolFixture.shared(2);
		fixture.leaseOfNewConnection().release();
		fixture.lease();
		assertThat(fixture.handler.acquired()).isEqualTo(2);
		assertThat(fixture.handler.released()).isOne();
	}

	@Test
	void tenThousandWaitersThatReleaseAtOnceDoNotOverflowTheStack() {
		PoolFixture fixture = PoolFixture.exclusive((config) -> config.maxConnections(1));
		int[] served = new int[1];
		for (int i = 0; i < 10_000; i++) {
			fixture.acquire().thenAccept((lease) -> {
				served[0]++;
				lease.release();
			});
		}
		fixture.handler.lastDial().succeed();
		assertThat(served[0]).isEqualTo(10_000);
		assertThat(fixture.stats().openStreams()).isZero();
	}

	@Test
	void tenThousandWaitersThatAcquireAgainWhenServedDoNotOverflowTheStack() {
		PoolFixture fixture = PoolFixture.exclusive((config) -> config.maxConnections(1).maxWaiters(20_000));
		int[] served = new int[1];
		for (int i = 0; i < 10_000; i++) {
			fixture.acquire().thenAccept((lease) -> {
				served[0]++;
				fixture.acquire().thenAccept((again) -> {
					served[0]++;
					again.release();
				});
				lease.release();
			});
		}
		fixture.handler.lastDial().succeed();
		assertThat(served[0]).isEqualTo(20_000);
	}

}

package io.conpool.pool;

import java.util.List;

import io.conpool.testing.FakeConnection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which of the connections with room is lent, and which only at the last.
 */
class SelectionTests {

	/** Three connections of capacity 10, with 2, 1 and 3 leases out. */
	private static PoolFixture loaded(Selection selection) {
		PoolFixture fixture = PoolFixture.shared(1, (config) -> config.selection(selection));
		fixture.acquire(3);
		fixture.handler.dials().forEach((dial) -> dial.succeed());
		List<FakeConnection> connections = fixture.handler.connections();
		connections.get(0).allow(2);
		fixture.lease();
		connections.get(2).allow(3);
		fixture.acquire(2);
		connections.forEach((connection) -> connection.allow(10));
		return fixture;
	}

	private static FakeConnection lent(PoolFixture fixture) {
		return fixture.lease().state();
	}

	@Test
	void firstWithRoomLendsTheOldest() {
		PoolFixture fixture = loaded(Selection.FIRST_WITH_ROOM);
		assertThat(lent(fixture)).isSameAs(fixture.handler.connections().get(0));
	}

	@Test
	void leastLoadedLendsTheOneWithTheFewestLeases() {
		PoolFixture fixture = loaded(Selection.LEAST_LOADED);
		assertThat(lent(fixture)).isSameAs(fixture.handler.connections().get(1));
		assertThat(lent(fixture)).as("2 and 2 and 3: the oldest").isSameAs(fixture.handler.connections().get(0));
		assertThat(lent(fixture)).isSameAs(fixture.handler.connections().get(1));
	}

	@Test
	void twoRandomChoicesLendWhatChancePicks() {
		PoolFixture fixture = loaded(Selection.TWO_RANDOM_CHOICES);
		fixture.random(0.99);
		assertThat(lent(fixture)).isSameAs(fixture.handler.connections().get(2));
		fixture.random(0);
		assertThat(lent(fixture)).isSameAs(fixture.handler.connections().get(0));
	}

	@Test
	void twoRandomChoicesLookFurtherWhenChancePicksOneWithoutRoom() {
		PoolFixture fixture = loaded(Selection.TWO_RANDOM_CHOICES);
		fixture.handler.connections().get(2).allow(0);
		fixture.random(0.99);
		assertThat(lent(fixture)).isSameAs(fixture.handler.connections().get(1));
	}

	@Test
	void aSuspectIsNotLentWhileAnotherHasRoom() {
		for (Selection selection : Selection.values()) {
			PoolFixture fixture = loaded(selection);
			fixture.handler.connections().get(0).suspect(true);
			fixture.handler.connections().get(1).suspect(true);
			fixture.random(0);
			assertThat(lent(fixture)).isSameAs(fixture.handler.connections().get(2));
			assertThat(fixture.stats().suspect()).isEqualTo(2);
		}
	}

	@Test
	void whoCouldOnlyBeServedByASuspectWaitsForADial() {
		PoolFixture fixture = PoolFixture.shared(5);
		FakeConnection suspect = fixture.idleConnection();
		suspect.suspect(true);
		Waiter<FakeConnection> waiter = fixture.acquire();
		assertThat(waiter).isNotDone();
		FakeConnection fresh = fixture.handler.lastDial().succeed();
		assertThat(PoolFixture.leaseOf(waiter).state()).isSameAs(fresh);
	}

	@Test
	void whoWaitsIsServedAtOnceWhenTheDoubtEnds() {
		PoolFixture fixture = PoolFixture.shared(5);
		FakeConnection suspect = fixture.idleConnection();
		suspect.suspect(true);
		Waiter<FakeConnection> waiter = fixture.acquire();
		suspect.suspect(false);
		assertThat(PoolFixture.leaseOf(waiter).state()).isSameAs(suspect);
	}

	@Test
	void aSuspectIsLentWhenTheDialRunsIntoTrouble() {
		PoolFixture fixture = PoolFixture.shared(5);
		FakeConnection suspect = fixture.idleConnection();
		suspect.suspect(true);
		Waiter<FakeConnection> waiter = fixture.acquire();
		fixture.handler.lastDial().fail(PoolFixture.refused());
		assertThat(PoolFixture.leaseOf(waiter).state()).isSameAs(suspect);
	}

	@Test
	void aSuspectIsLentWhenNoMoreMayBeDialled() {
		PoolFixture fixture = PoolFixture.shared(5, (config) -> config.maxConnections(1));
		FakeConnection suspect = fixture.idleConnection();
		suspect.suspect(true);
		assertThat(lent(fixture)).isSameAs(suspect);
	}

	@Test
	void theNumbersAndTheViewTellOfTheDoubt() {
		PoolFixture fixture = PoolFixture.shared(5);
		fixture.idleConnection().suspect(true);
		assertThat(fixture.stats()).returns(1, PoolStats::suspect).returns(1, PoolStats::idle);
		assertThat(fixture.pool.views()).singleElement()
			.returns(Availability.SUSPECT, ConnectionView::availability)
			.returns(null, ConnectionView::leaving);
	}

}

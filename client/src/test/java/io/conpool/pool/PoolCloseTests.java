package io.conpool.pool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.testing.FakeConnection;
import org.junit.jupiter.api.Test;

import static io.conpool.pool.ConpoolFixture.ENDPOINT;
import static io.conpool.pool.ConpoolFixture.OTHER;
import static io.conpool.pool.PoolFixture.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of a pool.
 */
class PoolCloseTests {

	private static final Duration DRAIN = Duration.ofSeconds(20);

	private static final Duration HOUR = Duration.ofHours(1);

	private static ConpoolFixture fixture(Consumer<PoolConfig.Builder> settings) {
		return new ConpoolFixture(1, (config) -> {
			config.drainTimeout(DRAIN);
			settings.accept(config);
		});
	}

	private static ConpoolFixture fixture() {
		return fixture((config) -> {
		});
	}

	private static CompletableFuture<Void> close(ConpoolFixture fixture) {
		return fixture.pool.closeAsync().toCompletableFuture();
	}

	@Test
	void anUnusedPoolIsClosedAtOnce() {
		assertThat(close(fixture())).isCompleted();
	}

	@Test
	void idleConnectionsAreClosed() {
		ConpoolFixture fixture = fixture();
		FakeConnection connection = fixture.idleConnection();
		assertThat(close(fixture)).isCompleted();
		assertThat(connection.closeCalls()).isOne();
		assertThat(fixture.stats().closed()).containsEntry(CloseReason.POOL_CLOSED, 1L);
	}

	@Test
	void itWaitsForTheCloseOfEveryConnection() {
		ConpoolFixture fixture = fixture();
		fixture.handler.closesByHand();
		FakeConnection connection = fixture.idleConnection();
		CompletableFuture<Void> closed = close(fixture);
		assertThat(closed).isNotDone();
		connection.finishClose();
		assertThat(closed).isCompleted();
	}

	@Test
	void leasesThatAreOutMayGoOn() {
		ConpoolFixture fixture = fixture();
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		CompletableFuture<Void> closed = close(fixture);
		assertThat(closed).isNotDone();
		assertThat(lease.state().closeCalls()).isZero();
		lease.release();
		assertThat(closed).isCompleted();
	}

	@Test
	void leasesThatAreOutMayGoOnUntilTheDrainTimeout() {
		ConpoolFixture fixture = fixture();
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		CompletableFuture<Void> closed = close(fixture);
		fixture.pass(DRAIN);
		assertThat(closed).isCompleted();
		assertThat(lease.state().closeCalls()).isOne();
	}

	@Test
	void whoWaitsIsRefused() {
		ConpoolFixture fixture = fixture((config) -> config.maxConnections(1));
		fixture.leaseOfNewConnection();
		CompletableFuture<Lease<FakeConnection>> waiter = fixture.acquire();
		close(fixture);
		assertThat(errorOf(waiter)).isEqualTo(new H2Error.ClientClosed());
	}

	@Test
	void whoComesIsRefused() {
		ConpoolFixture fixture = fixture();
		fixture.idleConnection();
		close(fixture);
		assertThat(errorOf(fixture.acquire())).isEqualTo(new H2Error.ClientClosed());
		assertThat(errorOf(fixture.pool.acquire(OTHER))).isEqualTo(new H2Error.ClientClosed());
	}

	@Test
	void aDialThatSucceedsAfterTheCloseIsClosedAgain() {
		ConpoolFixture fixture = fixture();
		fixture.acquire();
		close(fixture);
		FakeConnection connection = fixture.handler.lastDial().succeed();
		assertThat(connection.closeCalls()).isOne();
		assertThat(fixture.stats()).returns(0, PoolStats::serving).returns(0, PoolStats::connecting);
	}

	@Test
	void aDialThatFailsAfterTheCloseIsNotRepeated() {
		ConpoolFixture fixture = fixture();
		fixture.acquire();
		CompletableFuture<Void> closed = close(fixture);
		fixture.handler.lastDial().fail(PoolFixture.refused());
		assertThat(closed).isCompleted();
		fixture.pass(Duration.ofMinutes(1));
		assertThat(fixture.handler.dials()).hasSize(1);
	}

	@Test
	void aBackOffIsCutShort() {
		ConpoolFixture fixture = fixture();
		fixture.acquire();
		fixture.handler.lastDial().fail(PoolFixture.refused());
		CompletableFuture<Void> closed = close(fixture);
		assertThat(closed).as("nothing is open and nothing runs").isCompleted();
		fixture.pass(Duration.ofMinutes(1));
		assertThat(fixture.handler.dials()).hasSize(1);
	}

	@Test
	void closingAgainGivesTheSameStage() {
		ConpoolFixture fixture = fixture();
		fixture.leaseOfNewConnection();
		CompletionStage<Void> first = fixture.pool.closeAsync();
		assertThat(fixture.pool.closeAsync()).isSameAs(first);
	}

	@Test
	void closingAgainClosesNothingTwice() {
		ConpoolFixture fixture = fixture();
		FakeConnection connection = fixture.idleConnection();
		fixture.pool.close();
		fixture.pool.close();
		assertThat(connection.closeCalls()).isOne();
	}

	@Test
	void everyEndpointIsClosed() {
		ConpoolFixture fixture = fixture();
		fixture.idleConnection();
		CompletableFuture<Lease<FakeConnection>> other = fixture.pool.acquire(OTHER);
		fixture.handler.lastDial().succeed();
		CompletableFuture<Void> closed = close(fixture);
		assertThat(closed).isNotDone();
		other.join().release();
		assertThat(closed).isCompleted();
		assertThat(fixture.handler.connections()).allMatch((connection) -> connection.closeCalls() == 1);
	}

	@Test
	void nothingIsScheduledAnyMoreWhenAllIsClosed() {
		ConpoolFixture fixture = fixture();
		fixture.idleConnection();
		close(fixture);
		assertThat(fixture.scheduler.pending()).isZero();
	}

	@Test
	void theNumbersCanBeReadAfterTheClose() {
		ConpoolFixture fixture = fixture();
		fixture.idleConnection();
		close(fixture);
		assertThat(fixture.stats()).returns(0, PoolStats::serving)
			.returns(0, PoolStats::draining)
			.returns(1L, PoolStats::created);
	}

	@Test
	void aConnectionWithoutCapacityIsClosedToo() {
		ConpoolFixture fixture = fixture((config) -> config.maxConnections(1));
		CompletableFuture<Lease<FakeConnection>> waiter = fixture.acquire();
		FakeConnection connection = fixture.handler.lastDial().succeed(new AccessMode.Shared(0));
		assertThat(close(fixture)).isCompleted();
		assertThat(connection.closeCalls()).isOne();
		assertThat(waiter).isCompletedExceptionally();
	}

	@Test
	void whoAcquiresWhenRefusedByTheCloseIsRefusedAgain() {
		ConpoolFixture fixture = fixture((config) -> config.maxConnections(1));
		fixture.leaseOfNewConnection();
		CompletableFuture<H2Error> again = new CompletableFuture<>();
		fixture.acquire().whenComplete((lease, thrown) -> again.complete(errorOf(fixture.acquire())));
		close(fixture);
		assertThat(again).isCompletedWithValue(new H2Error.ClientClosed());
	}

	@Test
	void aSecondCloseOfAnEndpointDoesNotForgetWhoWaitsForTheFirst() {
		// As when an endpoint is added while the pool closes: both who adds and who
		// closes may close it.
		PoolFixture fixture = PoolFixture.shared(1);
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		CompletableFuture<Void> first = new CompletableFuture<>();
		CompletableFuture<Void> second = new CompletableFuture<>();
		fixture.pool.close(first);
		fixture.pool.close(second);
		lease.release();
		assertThat(second).isCompleted();
		assertThat(first).isCompleted();
	}

	@Test
	void anEndpointThatIsAddedWhileThePoolClosesIsClosed() {
		ConpoolFixture[] holder = new ConpoolFixture[1];
		holder[0] = new ConpoolFixture(1, (config) -> {
		}, new PoolListener() {
			@Override
			public void onEndpointAdded(Endpoint endpoint, Supplier<PoolStats> stats) {
				holder[0].pool.closeAsync();
			}
		});
		assertThat(errorOf(holder[0].acquire())).isEqualTo(new H2Error.ClientClosed());
		assertThat(holder[0].handler.dials()).isEmpty();
		assertThat(holder[0].pool.stats(ENDPOINT)).isNotNull();
	}

	/** A timer that goes on for other pools would keep this one. */
	@Test
	void aDialInItsPauseEndsAndLeavesNoTimerBehind() {
		ConpoolFixture fixture = fixture((config) -> config.connectRetryDelay(HOUR).maxConnectRetryDelay(HOUR));
		CompletableFuture<Lease<FakeConnection>> waiter = fixture.pool.acquire(ENDPOINT);
		fixture.handler.lastDial().fail(PoolFixture.refused());
		assertThat(close(fixture)).isCompleted();
		assertThat(errorOf(waiter)).isInstanceOf(H2Error.ClientClosed.class);
		assertThat(fixture.handler.dials()).hasSize(1);
		assertThat(fixture.scheduler.pending()).isZero();
	}

	@Test
	void thePauseBeforeTheNextDialLeavesNoTimerBehind() {
		ConpoolFixture fixture = fixture((config) -> config.connectRetries(0)
			.connectRetryDelay(HOUR)
			.maxConnectRetryDelay(HOUR)
			.minConnections(1));
		fixture.pool.acquire(ENDPOINT);
		fixture.handler.lastDial().fail(PoolFixture.refused());
		assertThat(fixture.scheduler.pending()).isEqualTo(2);
		assertThat(close(fixture)).isCompleted();
		assertThat(fixture.scheduler.pending()).isZero();
	}

	@Test
	void itClosesWhenItsTimerStops() {
		ConpoolFixture fixture = fixture();
		FakeConnection connection = fixture.idleConnection();
		CompletableFuture<Lease<FakeConnection>> waiter = fixture.pool.acquire(OTHER);
		fixture.scheduler.stop();
		assertThat(errorOf(waiter)).isInstanceOf(H2Error.ClientClosed.class);
		assertThat(errorOf(fixture.pool.acquire(ENDPOINT))).isInstanceOf(H2Error.ClientClosed.class);
		assertThat(connection.closeCalls()).isOne();
		assertThat(close(fixture)).isCompleted();
	}

}

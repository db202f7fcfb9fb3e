package io.conpool.pool;

import io.conpool.testing.FakeConnection;
import org.junit.jupiter.api.Test;

import static io.conpool.pool.ConpoolFixture.ENDPOINT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A lease at once, or none.
 */
class TryAcquireTests {

	private final ConpoolFixture fixture = new ConpoolFixture(1, (config) -> config.maxConnections(1));

	private Lease<FakeConnection> tryAcquire() {
		return this.fixture.pool.tryAcquire(ENDPOINT, null);
	}

	@Test
	void whereThereIsRoomThereIsALease() {
		FakeConnection connection = this.fixture.idleConnection();
		Lease<FakeConnection> lease = tryAcquire();
		assertThat(lease.state()).isSameAs(connection);
		assertThat(this.fixture.stats().openStreams()).isOne();
		lease.release();
		assertThat(this.fixture.stats().openStreams()).isZero();
	}

	@Test
	void anEndpointThatWasNeverUsedIsNotDialled() {
		assertThat(tryAcquire()).isNull();
		assertThat(this.fixture.handler.pendingDials()).isEmpty();
		assertThat(this.fixture.pool.stats(ENDPOINT)).isNull();
	}

	@Test
	void whereThereIsNoRoomNobodyIsQueuedOrTold() {
		this.fixture.leaseOfNewConnection();
		int told = this.fixture.listener.events().size();
		assertThat(tryAcquire()).isNull();
		assertThat(this.fixture.stats().waiters()).isZero();
		assertThat(this.fixture.listener.events()).hasSize(told);
	}

	@Test
	void theOneToAvoidIsTakenIfThereIsNoOther() {
		FakeConnection only = this.fixture.idleConnection();
		assertThat(this.fixture.pool.tryAcquire(ENDPOINT, only).state()).isSameAs(only);
	}

	@Test
	void aClosedPoolLendsNothing() {
		this.fixture.idleConnection();
		this.fixture.pool.closeAsync();
		assertThat(tryAcquire()).isNull();
	}

	@Test
	void anUnhealthyConnectionIsNotLentButClosed() {
		FakeConnection connection = this.fixture.idleConnection();
		connection.becomeUnhealthy();
		assertThat(tryAcquire()).isNull();
		assertThat(this.fixture.stats().idle()).isZero();
	}

}

package io.conpool.pool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.conpool.testing.FakeConnection;
import org.junit.jupiter.api.Test;

import static io.conpool.pool.ConpoolFixture.ENDPOINT;
import static io.conpool.pool.ConpoolFixture.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A caller of many hosts does not grow the pool without bound.
 */
class EndpointForgettingTests {

	private static final Duration KEPT = Duration.ofMinutes(10);

	// What the housekeeper may be late by.
	private static final Duration LATE = Duration.ofSeconds(5);

	private final ConpoolFixture fixture = new ConpoolFixture(1,
			(config) -> config.idleTime(Duration.ofSeconds(60))
				.lifetime(Duration.ofHours(1))
				.endpointIdleTime(KEPT)
				.connectRetries(0)
				.acquireTimeout(KEPT.multipliedBy(2)));

	@Test
	void anEndpointThatNobodyUsesIsForgotten() {
		this.fixture.idleConnection();
		this.fixture.pass(KEPT.minus(LATE));
		assertThat(this.fixture.pool.stats(ENDPOINT)).isNotNull();
		this.fixture.pass(LATE.multipliedBy(2));
		assertThat(this.fixture.pool.stats(ENDPOINT)).isNull();
		assertThat(this.fixture.pool.allStats()).isEmpty();
	}

	@Test
	void anEndpointThatCouldNeverBeReachedIsForgottenToo() {
		this.fixture.acquire();
		this.fixture.handler.lastDial().fail(PoolFixture.untrusted());
		this.fixture.pass(KEPT.plus(LATE));
		assertThat(this.fixture.pool.stats(ENDPOINT)).isNull();
	}

	@Test
	void anEndpointInUseIsKept() {
		Lease<FakeConnection> lease = this.fixture.leaseOfNewConnection();
		this.fixture.pass(KEPT.plus(LATE));
		assertThat(this.fixture.pool.stats(ENDPOINT)).isNotNull();
		lease.release();
	}

	@Test
	void anEndpointThatSomebodyWaitsForIsKept() {
		CompletableFuture<Lease<FakeConnection>> waiter = this.fixture.acquire();
		this.fixture.pass(KEPT.plus(LATE));
		this.fixture.handler.lastDial().succeed();
		assertThat(waiter).isCompleted();
	}

	@Test
	void anEndpointThatIsBeingDialledIsKept() {
		this.fixture.acquire().cancel(false);
		this.fixture.pass(KEPT.plus(LATE));
		assertThat(this.fixture.pool.stats(ENDPOINT)).isNotNull();
	}

	@Test
	void anEndpointWhoseConnectionIsStillClosingIsKept() {
		this.fixture.handler.closesByHand();
		FakeConnection connection = this.fixture.idleConnection();
		this.fixture.pass(KEPT.plus(LATE));
		assertThat(this.fixture.pool.stats(ENDPOINT)).isNotNull();
		connection.finishClose();
		this.fixture.pass(LATE);
		assertThat(this.fixture.pool.stats(ENDPOINT)).isNull();
	}

	@Test
	void anEndpointThatIsGoneIsForgottenWhenItsLastConnectionIsClosed() {
		Lease<FakeConnection> lease = this.fixture.leaseOfNewConnection();
		assertThat(this.fixture.pool.forget(ENDPOINT)).isTrue();
		this.fixture.pass(LATE);
		assertThat(this.fixture.stats().draining()).isEqualTo(1);
		lease.release();
		this.fixture.pass(LATE);
		assertThat(this.fixture.pool.stats(ENDPOINT)).isNull();
		assertThat(this.fixture.pool.forget(ENDPOINT)).isFalse();
	}

	@Test
	void anEndpointThatWasWarmedUpIsForgottenTooIfItIsGone() {
		this.fixture.pool.warmUp(ENDPOINT);
		this.fixture.handler.lastDial().succeed();
		this.fixture.pool.forget(ENDPOINT);
		this.fixture.pass(LATE);
		assertThat(this.fixture.pool.stats(ENDPOINT)).isNull();
	}

	@Test
	void anEndpointThatIsAskedForAfterItWasGoneIsLikeAnyOther() {
		this.fixture.idleConnection();
		this.fixture.pool.forget(ENDPOINT);
		this.fixture.idleConnection();
		this.fixture.pass(LATE);
		assertThat(this.fixture.stats().idle()).isEqualTo(1);
	}

	@Test
	void useKeepsAnEndpoint() {
		for (int i = 0; i < 10; i++) {
			this.fixture.idleConnection();
			this.fixture.pass(KEPT.dividedBy(2));
		}
		assertThat(this.fixture.stats().created()).isEqualTo(10);
	}

	@Test
	void oneEndpointIsForgottenAndAnotherKept() {
		this.fixture.idleConnection();
		this.fixture.pass(KEPT.dividedBy(2));
		this.fixture.pool.acquire(OTHER).cancel(false);
		this.fixture.pass(KEPT.dividedBy(2).plus(LATE));
		assertThat(this.fixture.pool.allStats()).containsOnlyKeys(OTHER);
	}

	@Test
	void anEndpointThatWasForgottenServesAgain() {
		this.fixture.idleConnection();
		this.fixture.pass(KEPT.plus(LATE));
		Lease<FakeConnection> lease = this.fixture.leaseOfNewConnection();
		assertThat(lease.state()).isSameAs(this.fixture.handler.connections().get(1));
		assertThat(this.fixture.stats().created()).isOne();
	}

	@Test
	void theListenerHearsOfTheOldEndpointsEndBeforeTheNewOnesBeginning() {
		this.fixture.idleConnection();
		this.fixture.pass(KEPT.plus(LATE));
		this.fixture.idleConnection();
		assertThat(this.fixture.listener.events()).filteredOn((event) -> event.contains(ENDPOINT.toString()))
			.containsExactly("added " + ENDPOINT, "forgotten " + ENDPOINT, "added " + ENDPOINT);
	}

	@Test
	void theListenerHearsOfAnEndpointOnce() {
		this.fixture.idleConnection();
		this.fixture.acquire();
		this.fixture.pool.acquire(OTHER);
		assertThat(this.fixture.listener.events("added")).containsExactly(ENDPOINT.toString(), OTHER.toString());
	}

	@Test
	void aRetiredEndpointSendsWhoComesToItsSuccessor() {
		PoolFixture single = PoolFixture.shared(1, (config) -> config.endpointIdleTime(KEPT));
		single.pass(KEPT.minusNanos(1));
		assertThat(single.pool.forgetIfUnused()).isFalse();
		single.pass(Duration.ofNanos(1));
		assertThat(single.pool.forgetIfUnused()).isTrue();
		assertThat(single.pool.acquire(null, Duration.ofSeconds(10))).isNull();
		assertThat(single.dials()).isZero();
	}

	@Test
	void anEndpointThatWasAcquiredJustInTimeIsNotRetired() {
		PoolFixture single = PoolFixture.shared(1, (config) -> config.endpointIdleTime(KEPT));
		single.pass(KEPT);
		single.acquire().cancel(false);
		single.handler.lastDial().fail(PoolFixture.untrusted());
		assertThat(single.pool.forgetIfUnused()).isFalse();
	}

}

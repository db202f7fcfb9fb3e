package io.conpool.pool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.conpool.error.H2Error;
import io.conpool.testing.FakeConnection;
import org.junit.jupiter.api.Test;

import static io.conpool.pool.PoolFixture.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that are made before anybody asks, and kept up.
 */
class WarmUpTests {

	private static final Duration DELAY = Duration.ofMillis(100);

	private static final Duration IDLE = Duration.ofSeconds(60);

	private final CompletableFuture<Void> warmed = new CompletableFuture<>();

	private static PoolFixture keeping(int least) {
		return keeping(least, (config) -> {
		});
	}

	private static PoolFixture keeping(int least, Consumer<PoolConfig.Builder> settings) {
		return PoolFixture.shared(10, (config) -> {
			config.minConnections(least)
				.maxConnections(4)
				.idleTime(IDLE)
				.connectRetries(0)
				.connectRetryDelay(DELAY)
				.endpointIdleTime(Duration.ofMinutes(10));
			settings.accept(config);
		});
	}

	private void warmUp(PoolFixture fixture) {
		assertThat(fixture.pool.warmUp(this.warmed)).isTrue();
	}

	@Test
	void itCompletesWhenTheLeastConnectionsStand() {
		PoolFixture fixture = keeping(2);
		warmUp(fixture);
		assertThat(fixture.handler.pendingDials()).hasSize(2);
		fixture.handler.dials().get(0).succeed();
		assertThat(this.warmed).isNotDone();
		fixture.handler.dials().get(1).succeed();
		assertThat(this.warmed).isCompleted();
	}

	@Test
	void oneConnectionIsMadeThoughNoneIsKeptUp() {
		PoolFixture fixture = keeping(0);
		warmUp(fixture);
		fixture.handler.lastDial().succeed();
		assertThat(this.warmed).isCompleted();
		assertThat(fixture.dials()).isOne();
	}

	@Test
	void itCompletesAtOnceWhereTheyStandAlready() {
		PoolFixture fixture = keeping(1);
		fixture.idleConnection();
		warmUp(fixture);
		assertThat(this.warmed).isCompleted();
	}

	@Test
	void itFailsWithTheDialAndThePoolGoesOnTrying() {
		PoolFixture fixture = keeping(1);
		warmUp(fixture);
		H2Error cause = PoolFixture.refused();
		fixture.handler.lastDial().fail(cause);
		assertThat(errorOf(this.warmed)).isSameAs(cause);
		fixture.pass(DELAY);
		assertThat(fixture.dials()).isEqualTo(2);
		CompletableFuture<Void> again = new CompletableFuture<>();
		fixture.pool.warmUp(again);
		fixture.handler.lastDial().succeed();
		assertThat(again).isCompleted();
	}

	@Test
	void withoutConnectionsToKeepUpNobodyGoesOnTrying() {
		PoolFixture fixture = keeping(0);
		warmUp(fixture);
		fixture.handler.lastDial().fail(PoolFixture.refused());
		fixture.pass(Duration.ofMinutes(1));
		assertThat(fixture.dials()).isOne();
	}

	@Test
	void aConnectionThatIsLostIsMadeAgain() {
		PoolFixture fixture = keeping(1);
		fixture.idleConnection().peerCloses();
		assertThat(fixture.handler.pendingDials()).hasSize(1);
	}

	@Test
	void onesThatArriveDeadAreMadeAgainWithPauses() {
		PoolFixture fixture = keeping(1);
		warmUp(fixture);
		for (int i = 0; i < 10; i++) {
			fixture.handler.pendingDials().forEach((dial) -> dial.succeed().peerCloses());
		}
		assertThat(fixture.dials()).isOne();
		fixture.pass(DELAY);
		assertThat(fixture.dials()).isEqualTo(2);
	}

	@Test
	void thoseToKeepUpAreNotClosedWhenIdleAndTheOthersAre() {
		PoolFixture fixture = keeping(1);
		fixture.acquire(11).forEach((waiter) -> waiter.thenAccept(Lease::release));
		fixture.handler.pendingDials().forEach((dial) -> dial.succeed());
		assertThat(fixture.stats().idle()).isEqualTo(2);
		fixture.pass(IDLE);
		fixture.pool.evictDue();
		assertThat(fixture.stats()).returns(1, PoolStats::idle).returns(0, PoolStats::connecting);
	}

	@Test
	void thoseToKeepUpAreRenewedThoughNobodyUsesThem() {
		PoolFixture fixture = keeping(1, (config) -> config.lifetime(Duration.ofMinutes(5)).lifetimeJitter(0));
		FakeConnection old = fixture.idleConnection();
		fixture.pass(Duration.ofMinutes(5));
		fixture.pool.evictDue();
		assertThat(old.closeCalls()).isZero();
		fixture.handler.lastDial().succeed();
		assertThat(old.closeCalls()).isOne();
		assertThat(fixture.stats().idle()).isOne();
	}

	@Test
	void anEndpointThatNobodyUsesAnyMoreKeepsNothingUpAndIsForgotten() {
		PoolFixture fixture = keeping(1);
		fixture.idleConnection();
		fixture.pass(Duration.ofMinutes(10));
		fixture.pool.evictDue();
		assertThat(fixture.stats()).returns(0, PoolStats::serving).returns(0, PoolStats::connecting);
		assertThat(fixture.pool.forgetIfUnused()).isTrue();
		assertThat(fixture.pool.warmUp(this.warmed)).isFalse();
	}

	@Test
	void anEndpointThatWasWarmedUpIsKept() {
		PoolFixture fixture = keeping(1);
		warmUp(fixture);
		fixture.handler.lastDial().succeed();
		fixture.pass(Duration.ofMinutes(20));
		fixture.pool.evictDue();
		fixture.handler.pendingDials().forEach((dial) -> dial.succeed());
		assertThat(fixture.stats().idle()).isOne();
		assertThat(fixture.pool.forgetIfUnused()).isFalse();
	}

	@Test
	void closingRefusesWhoWaitsForIt() {
		PoolFixture fixture = keeping(1);
		warmUp(fixture);
		fixture.pool.close(new CompletableFuture<>());
		assertThat(errorOf(this.warmed)).isInstanceOf(H2Error.ClientClosed.class);
		CompletableFuture<Void> late = new CompletableFuture<>();
		fixture.pool.warmUp(late);
		assertThat(errorOf(late)).isInstanceOf(H2Error.ClientClosed.class);
	}

	@Test
	void thePoolWarmsUpByEndpoint() {
		ConpoolFixture fixture = new ConpoolFixture(10, (config) -> config.minConnections(2));
		CompletableFuture<Void> warm = fixture.pool.warmUp(PoolFixture.ENDPOINT).toCompletableFuture();
		fixture.handler.pendingDials().forEach((dial) -> dial.succeed());
		assertThat(warm).isCompleted();
		fixture.pool.close();
		assertThat(errorOf(fixture.pool.warmUp(PoolFixture.ENDPOINT).toCompletableFuture()))
			.isInstanceOf(H2Error.ClientClosed.class);
	}

}

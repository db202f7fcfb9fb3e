package io.conpool.pool;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

import io.conpool.error.InvalidSettingException;
import io.conpool.testing.FakeConnection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A setting that means "never" or "none" is either refused by name or works. Nothing in
 * between: an overflow in the middle of the pool's work would cost connections.
 */
class ExtremeSettingsTests {

	private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

	private static Optional<ConpoolFixture> ifAccepted(Consumer<PoolConfig.Builder> settings) {
		try {
			return Optional.of(new ConpoolFixture(1, settings));
		}
		catch (InvalidSettingException ex) {
			return Optional.empty();
		}
	}

	private static void assertServesAndCloses(ConpoolFixture fixture) {
		Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
		lease.release();
		fixture.pass(Duration.ofSeconds(20));
		fixture.acquire().join().release();
		fixture.pool.close();
		assertThat(lease.state().closeCalls()).isOne();
	}

	@Test
	void anEndlessAcquireTimeout() {
		ifAccepted((config) -> config.acquireTimeout(FOREVER)).ifPresent((fixture) -> {
			assertServesAndCloses(fixture);
			assertThat(fixture.stats().openStreams()).isZero();
		});
	}

	@Test
	void anEndlessIdleTime() {
		ifAccepted((config) -> config.idleTime(FOREVER)).ifPresent(ExtremeSettingsTests::assertServesAndCloses);
	}

	@Test
	void anEndlessLifetime() {
		ifAccepted((config) -> config.lifetime(FOREVER)).ifPresent(ExtremeSettingsTests::assertServesAndCloses);
	}

	@Test
	void anEndlessDrainTimeout() {
		ifAccepted((config) -> config.drainTimeout(FOREVER)).ifPresent((fixture) -> {
			Lease<FakeConnection> lease = fixture.leaseOfNewConnection();
			fixture.pool.clear(ConpoolFixture.ENDPOINT);
			lease.release();
			fixture.pool.close();
			assertThat(lease.state().closeCalls()).isOne();
		});
	}

	@Test
	void anEndlessRetryDelay() {
		ifAccepted((config) -> config.connectRetryDelay(FOREVER)).ifPresent((fixture) -> {
			fixture.acquire();
			fixture.handler.lastDial().fail(PoolFixture.refused());
			fixture.pass(Duration.ofMinutes(1));
			assertThat(fixture.handler.dials()).hasSize(2);
		});
	}

	@Test
	void anEndlessEndpointIdleTime() {
		ifAccepted((config) -> config.endpointIdleTime(FOREVER)).ifPresent((fixture) -> {
			fixture.idleConnection();
			fixture.pass(Duration.ofDays(1));
			assertThat(fixture.handler.connections().get(0).closeCalls()).isOne();
			assertThat(fixture.pool.stats(ConpoolFixture.ENDPOINT)).isNotNull();
		});
	}

	@Test
	void allTimesOfAYear() {
		Duration year = Duration.ofDays(365);
		assertServesAndCloses(new ConpoolFixture(1,
				(config) -> config.acquireTimeout(year)
					.idleTime(year)
					.lifetime(year)
					.connectRetryDelay(year)
					.maxConnectRetryDelay(year)
					.renewalTimeout(year)
					.drainTimeout(year)
					.endpointIdleTime(year)));
	}

	@Test
	void allTimesOfOneNanosecond() {
		Duration moment = Duration.ofNanos(1);
		ifAccepted((config) -> config.acquireTimeout(moment)
			.idleTime(moment)
			.lifetime(moment)
			.connectRetryDelay(moment)
			.drainTimeout(moment)
			.endpointIdleTime(moment)).ifPresent((fixture) -> {
				FakeConnection connection = fixture.idleConnection();
				fixture.pass(Duration.ofSeconds(1));
				assertThat(connection.closeCalls()).isOne();
				assertThat(fixture.pool.allStats()).isEmpty();
			});
	}

	@Test
	void noWaiters() {
		ifAccepted((config) -> config.maxWaiters(0)).ifPresent((fixture) -> {
			fixture.acquire();
			assertThat(fixture.handler.dials()).as("nobody may wait, so nothing is ever dialled").hasSize(1);
		});
	}

	@Test
	void aLifetimeThatTheJitterShortensToNothing() {
		ifAccepted((config) -> config.lifetimeJitter(1).lifetime(Duration.ofSeconds(10)))
			.ifPresent((fixture) -> assertThat(fixture.leaseOfNewConnection().state().isGone()).isFalse());
	}

	@Test
	void aConnectionOfUnboundedCapacity() {
		PoolFixture fixture = PoolFixture.shared(Integer.MAX_VALUE);
		fixture.acquire(1000);
		assertThat(fixture.dials()).isOne();
		fixture.handler.lastDial().succeed();
		fixture.acquire();
		assertThat(fixture.stats().openStreams()).isEqualTo(1001);
	}

}

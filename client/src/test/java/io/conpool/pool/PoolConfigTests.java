package io.conpool.pool;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.conpool.error.InvalidSettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The settings of a pool and their bounds.
 */
class PoolConfigTests {

	@Test
	void theDefaultsAreThoseOfTheModel() {
		assertThat(PoolConfig.defaults()).returns(10, PoolConfig::maxConnections)
			.returns(0, PoolConfig::minConnections)
			.returns(Selection.LEAST_LOADED, PoolConfig::selection)
			.returns(Duration.ofSeconds(30), PoolConfig::renewalTimeout)
			.returns(Duration.ofSeconds(10), PoolConfig::maxConnectRetryDelay)
			.returns(10_000, PoolConfig::maxWaiters)
			.returns(Duration.ofSeconds(10), PoolConfig::acquireTimeout)
			.returns(Duration.ofSeconds(60), PoolConfig::idleTime)
			.returns(Duration.ofSeconds(300), PoolConfig::lifetime)
			.returns(0.1, PoolConfig::lifetimeJitter)
			.returns(Long.MAX_VALUE, PoolConfig::maxUses)
			.returns(3, PoolConfig::connectRetries)
			.returns(Duration.ofMillis(100), PoolConfig::connectRetryDelay)
			.returns(Duration.ofSeconds(30), PoolConfig::drainTimeout)
			.returns(Duration.ofMinutes(10), PoolConfig::endpointIdleTime);
	}

	static Stream<Arguments> outOfRange() {
		return Stream.of(setting("maxConnections", (config) -> config.maxConnections(0), "0", "1 or more"),
				setting("minConnections", (config) -> config.minConnections(-1), "-1", "0 to 10"),
				setting("minConnections", (config) -> config.minConnections(11), "11", "0 to 10"),
				setting("renewalTimeout", (config) -> config.renewalTimeout(Duration.ZERO), "PT0S", "more than 0"),
				setting("maxConnectRetryDelay", (config) -> config.maxConnectRetryDelay(Duration.ofMillis(99)),
						"PT0.099S", "PT0.1S or more"),
				setting("maxWaiters", (config) -> config.maxWaiters(-1), "-1", ""),
				setting("acquireTimeout", (config) -> config.acquireTimeout(Duration.ZERO), "PT0S", "more than 0"),
				setting("idleTime", (config) -> config.idleTime(Duration.ofMillis(-1)), "PT-0.001S", "more than 0"),
				setting("lifetime", (config) -> config.lifetime(Duration.ZERO), "PT0S", "more than 0"),
				setting("lifetimeJitter", (config) -> config.lifetimeJitter(1.01), "1.01", "0 to 1"),
				setting("lifetimeJitter", (config) -> config.lifetimeJitter(Double.NaN), "NaN", "0 to 1"),
				setting("maxUses", (config) -> config.maxUses(0), "0", "1 or more"),
				setting("connectRetries", (config) -> config.connectRetries(-1), "-1", "0 or more"),
				setting("connectRetryDelay", (config) -> config.connectRetryDelay(Duration.ZERO), "PT0S",
						"more than 0"),
				setting("drainTimeout", (config) -> config.drainTimeout(Duration.ZERO), "PT0S", "more than 0"),
				setting("endpointIdleTime", (config) -> config.endpointIdleTime(Duration.ZERO), "PT0S", "more than 0"));
	}

	private static Arguments setting(String name, Consumer<PoolConfig.Builder> change, String value, String expected) {
		return arguments(name, change, value, expected);
	}

	@ParameterizedTest(name = "{0} {2}")
	@MethodSource("outOfRange")
	void aValueOutOfItsRangeIsRefusedByName(String name, Consumer<PoolConfig.Builder> change, String value,
			String expected) {
		PoolConfig.Builder config = PoolConfig.builder();
		change.accept(config);
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(config::build)
			.withMessageStartingWith("pool." + name + ": " + value + " (expected: " + expected)
			.returns("pool." + name, InvalidSettingException::setting)
			.returns(value, InvalidSettingException::value);
	}

	@Test
	void aSharedModeCannotHaveANegativeCapacity() {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new AccessMode.Shared(-1))
			.withMessage("capacity: -1 (expected: 0 or more)");
	}

	@Test
	void anExclusiveModeHasACapacityOfOne() {
		assertThat(new AccessMode.Exclusive().capacity()).isOne();
	}

}

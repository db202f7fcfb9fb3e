package io.conpool.connection.http2;

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
 * The settings of HTTP/2 and their bounds.
 */
class Http2ConfigTests {

	private static final int MIB = 1 << 20;

	@Test
	void theDefaultsAreThoseThatAreDocumented() {
		assertThat(Http2Config.defaults()).isEqualTo(new Http2Config(MIB, 16 * MIB, true, 16 * MIB, 4096, 4096, 65_536,
				65_536, 1000, 16 * MIB, Duration.ofSeconds(10), Duration.ZERO, Duration.ofSeconds(10), false));
	}

	@Test
	void theBoundsThemselvesAreAccepted() {
		Http2Config smallest = new Http2Config(65_535, 65_535, false, 65_535, 0, 0, 16_384, 1024, 1, 0,
				Duration.ofNanos(1), Duration.ofSeconds(1), Duration.ofNanos(1), true);
		assertThat(smallest.maxFrameSize()).isEqualTo(16_384);
		int most = Integer.MAX_VALUE;
		Http2Config largest = new Http2Config(most, most, true, most, MIB, MIB, (1 << 24) - 1, 16 * MIB, most, most - 8,
				Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1), true);
		assertThat(largest.maxFrameSize()).isEqualTo(16_777_215);
	}

	static Stream<Arguments> outOfRange() {
		return Stream.of(setting("initialWindowSize", (config) -> config.initialWindowSize(65_534), "65534"),
				setting("connectionWindowSize", (config) -> config.connectionWindowSize(0), "0"),
				setting("maxWindowSize", (config) -> config.maxWindowSize(65_534), "65534"),
				setting("headerTableSize", (config) -> config.headerTableSize(-1), "-1"),
				setting("headerTableSize", (config) -> config.headerTableSize(MIB + 1), "1048577"),
				setting("maxEncoderTableSize", (config) -> config.maxEncoderTableSize(-1), "-1"),
				setting("maxEncoderTableSize", (config) -> config.maxEncoderTableSize(MIB + 1), "1048577"),
				setting("maxFrameSize", (config) -> config.maxFrameSize(16_383), "16383"),
				setting("maxFrameSize", (config) -> config.maxFrameSize(1 << 24), "16777216"),
				setting("maxHeaderListSize", (config) -> config.maxHeaderListSize(1023), "1023"),
				setting("maxHeaderListSize", (config) -> config.maxHeaderListSize(16 * MIB + 1), "16777217"),
				setting("maxConcurrentStreams", (config) -> config.maxConcurrentStreams(0), "0"),
				setting("maxResponseBodySize", (config) -> config.maxResponseBodySize(-1), "-1"),
				setting("settingsTimeout", (config) -> config.settingsTimeout(Duration.ZERO), "PT0S"),
				setting("keepAliveInterval", (config) -> config.keepAliveInterval(Duration.ofMillis(999)), "PT0.999S"),
				setting("keepAliveInterval", (config) -> config.keepAliveInterval(Duration.ofSeconds(-1)), "PT-1S"),
				setting("keepAliveTimeout", (config) -> config.keepAliveTimeout(Duration.ZERO), "PT0S"));
	}

	private static Arguments setting(String name, Consumer<Http2Config.Builder> change, String value) {
		return arguments(name, change, value);
	}

	@ParameterizedTest(name = "{0} {2}")
	@MethodSource("outOfRange")
	void aValueOutOfItsRangeIsRefusedByName(String name, Consumer<Http2Config.Builder> change, String value) {
		Http2Config.Builder config = Http2Config.builder();
		change.accept(config);
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(config::build)
			.returns("http2." + name, InvalidSettingException::setting)
			.returns(value, InvalidSettingException::value);
	}

}

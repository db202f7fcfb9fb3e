package io.conpool.http2;

import java.time.Duration;

import io.conpool.error.InvalidSettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class Http2ConfigTests {

	/**
	 * RFC 9113 section 6.9.3: a peer may overrun a smaller window before it hears of it.
	 */
	@ParameterizedTest
	@CsvSource({ "65534, 65535, http2.initialWindowSize", "65535, 65534, http2.connectionWindowSize",
			"-1, 65535, http2.initialWindowSize" })
	void aWindowBelowTheInitialOneIsRefused(int stream, int connection, String setting) {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> new Http2Config(stream, connection, 1024, 1, 0, Duration.ofSeconds(1)))
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo(setting));
	}

	@Test
	void theInitialWindowIsTheSmallest() {
		assertThat(new Http2Config(65_535, 65_535, 1024, 1, 0, Duration.ofSeconds(1)).initialWindowSize())
			.isEqualTo(65_535);
	}

}

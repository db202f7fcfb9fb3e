package io.conpool.coding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How far content may grow.
 */
class DecodingLimitsTests {

	private static final int MIB = 1 << 20;

	@ParameterizedTest
	@CsvSource({ "1, 2097152", "2, 1048577", "3, 699051", "2147483647, 1" })
	void contentMayGrowByExactlyTheRatio(int ratio, long encoded) {
		DecodingLimits limits = new DecodingLimits(Long.MAX_VALUE, ratio);
		long decoded = Math.max(encoded * ratio, 2 * MIB);
		assertThat(limits.allow(decoded, encoded)).isTrue();
		assertThat(limits.allow(decoded + 1, encoded)).isFalse();
	}

	@Test
	void aLittleMayComeOfNothing() {
		DecodingLimits limits = new DecodingLimits(Long.MAX_VALUE, 1);
		assertThat(limits.allow(MIB, 1)).isTrue();
		assertThat(limits.allow(MIB + 1, 1)).isFalse();
	}

	@Test
	void theSizeIsALimitOfItsOwn() {
		DecodingLimits limits = new DecodingLimits(100, 250);
		assertThat(limits.allow(100, 100)).isTrue();
		assertThat(limits.allow(101, 101)).isFalse();
	}

	@Test
	void aTerabyteThatWasSentMayBeReceived() {
		assertThat(new DecodingLimits(Long.MAX_VALUE, 2147483647).allow(1L << 50, 1L << 40)).isTrue();
	}

}

package io.conpool.error;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The error codes of RFC 9113 section 7.
 */
class Http2ErrorCodeTests {

	@ParameterizedTest
	@CsvSource({ "0x00, NO_ERROR", "0x01, PROTOCOL_ERROR", "0x02, INTERNAL_ERROR", "0x03, FLOW_CONTROL_ERROR",
			"0x04, SETTINGS_TIMEOUT", "0x05, STREAM_CLOSED", "0x06, FRAME_SIZE_ERROR", "0x07, REFUSED_STREAM",
			"0x08, CANCEL", "0x09, COMPRESSION_ERROR", "0x0a, CONNECT_ERROR", "0x0b, ENHANCE_YOUR_CALM",
			"0x0c, INADEQUATE_SECURITY", "0x0d, HTTP_1_1_REQUIRED" })
	void theCodesAreThoseOfTheRfc(String wire, Http2ErrorCode code) {
		assertThat(code.code()).isEqualTo(Integer.decode(wire));
	}

	@ParameterizedTest
	@EnumSource
	void aCodeIsFoundByItsNumber(Http2ErrorCode code) {
		assertThat(Http2ErrorCode.of(code.code())).isSameAs(code);
	}

	@ParameterizedTest
	@ValueSource(longs = { 14, 255, 0xffff_ffffL, -1, 1L << 32 })
	void aCodeThatTheRfcDoesNotKnowIsAnInternalError(long wire) {
		assertThat(Http2ErrorCode.of(wire)).isSameAs(Http2ErrorCode.INTERNAL_ERROR);
	}

	@Test
	void thereAreNoOthers() {
		assertThat(Http2ErrorCode.values()).hasSize(14);
	}

}

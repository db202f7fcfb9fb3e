package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings with values that RFC 9113 section 6.5.2 forbids: the connection ends, with
 * FLOW_CONTROL_ERROR for a window and PROTOCOL_ERROR for the others.
 */
class InvalidSettingTests extends WireTest {

	@ParameterizedTest(name = "setting {0} of {1}")
	@CsvSource({ "2, 1, PROTOCOL_ERROR", "2, 2, PROTOCOL_ERROR", "2, 4294967295, PROTOCOL_ERROR",
			"4, 2147483648, FLOW_CONTROL_ERROR", "4, 4294967295, FLOW_CONTROL_ERROR", "5, 0, PROTOCOL_ERROR",
			"5, 16383, PROTOCOL_ERROR", "5, 16777216, PROTOCOL_ERROR", "5, 4294967295, PROTOCOL_ERROR" })
	void aValueOutOfRangeEndsTheConnection(int id, long value, Http2ErrorCode code) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake().expectRequest();
		this.peer.settings(id, value);
		assertTheConnectionFails(response, code);
	}

	@Test
	void alsoIfTheSameFrameTakesItBack() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake().expectRequest();
		this.peer.settings(2, 1, 2, 0);
		assertTheConnectionFails(response, Http2ErrorCode.PROTOCOL_ERROR);
	}

	@Test
	void inTheFirstSettingsItIsAFailedDial() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.accept().readPreface();
		this.peer.settings(2, 1);
		assertThat(Http2ErrorCode.of(this.peer.expectGoAwayAndClose())).isEqualTo(Http2ErrorCode.PROTOCOL_ERROR);
		H2Error error = error(response);
		assertThat(error).isInstanceOf(H2Error.ProtocolError.class);
		assertThat(error.isUnprocessed()).isTrue();
	}

	@Test
	void theLimitsThemselvesAreLegal() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake(1, 0xffffffffL, 2, 0, 3, 0xffffffffL, 4, 0x7fffffff, 5, 0xffffff, 6, 0xffffffffL)
			.expectRequest();
		this.peer.settings(1, 0, 4, 0, 5, 16_384).expectSettingsAck().respond(id, "alive");
		assertThat(await(response).bodyAsString()).isEqualTo("alive");
	}

}

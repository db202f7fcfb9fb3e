package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * PRIORITY (RFC 9113 sections 5.3, 6.3): read and ignored, for it does not affect any
 * stream. Wrong lengths are in {@link FrameSizeTests}.
 */
class PriorityTests extends WireTest {

	@ParameterizedTest(name = "depends on stream {0}")
	@ValueSource(bytes = { 0, 1, 99 })
	void priorityDoesNotAffectAStream(byte dependency) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		byte[] priority = { (byte) 0x80, 0, 0, dependency, (byte) 0xff };
		for (int stream : new int[] { id, 2, 99 }) {
			this.peer.send(Frame.PRIORITY, 0, stream, priority);
		}
		this.peer.roundTrip().respond(id, "alive");
		assertThat(await(response).bodyAsString()).isEqualTo("alive");
	}

	@ParameterizedTest(name = "depends on stream {0}")
	@ValueSource(bytes = { 1, 3 })
	void headersMayCarryPriority(byte dependency) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.HEADERS, 0x20 | Frame.END_HEADERS | Frame.END_STREAM, id,
				new byte[] { (byte) 0x80, 0, 0, dependency, 7, (byte) 0x89 });
		assertThat(await(response).status()).isEqualTo(204);
	}

}

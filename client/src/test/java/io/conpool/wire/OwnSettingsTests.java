package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.connection.http2.Http2Config;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The settings that this client tells its peers, and that it keeps to them (RFC 9113
 * section 6.5.2).
 */
class OwnSettingsTests extends WireTest {

	private static final int FRAME_SIZE = 20_000;

	// :status 200, preceded by a change of the table's size to 0 (RFC 7541 section 6.3).
	private static final byte[] WITHOUT_TABLE = { 0x20, (byte) 0x88 };

	@Override
	ClientUnderTest newClient() {
		return new ClientUnderTest(ClientUnderTest.builder()
			.http2(Http2Config.builder()
				.headerTableSize(0)
				.maxEncoderTableSize(0)
				.maxFrameSize(FRAME_SIZE)
				.maxHeaderListSize(2048)
				.initialWindowSize(100_000)
				.build()));
	}

	@Test
	void thePeerIsToldWhatIsConfigured() throws Exception {
		this.client.get(this.peer);
		assertThat(this.peer.accept().readPreface().settings()).containsEntry(1, 0L)
			.containsEntry(4, 100_000L)
			.containsEntry(5, (long) FRAME_SIZE)
			.containsEntry(6, 2048L);
	}

	@Test
	void aFrameOfTheLargestSizeIsAcceptedAndALargerOneNot() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.HEADERS, Frame.END_HEADERS, id, WITHOUT_TABLE);
		this.peer.data(id, new byte[FRAME_SIZE], true);
		assertThat(await(response).body()).hasSize(FRAME_SIZE);
		CompletableFuture<H2Response> second = this.client.get(this.peer);
		int secondId = this.peer.expectRequest();
		this.peer.send(Frame.HEADERS, Frame.END_HEADERS, secondId, WITHOUT_TABLE);
		this.peer.data(secondId, new byte[FRAME_SIZE + 1], true);
		assertThat(this.peer.expectGoAwayAndClose()).isEqualTo(Http2ErrorCode.FRAME_SIZE_ERROR.code());
		assertThat(error(second)).isInstanceOf(H2Error.ProtocolError.class);
	}

	@Test
	void thePeerMustKeepItsTableWithinTheSize() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		// The peer begins with a table of 4,096 bytes, which is too large.
		this.peer.respond(id, "too large");
		assertThat(this.peer.expectGoAwayAndClose()).isEqualTo(Http2ErrorCode.COMPRESSION_ERROR.code());
		assertThat(error(response)).isInstanceOf(H2Error.ProtocolError.class);
	}

	@Test
	void ourTableStaysWithinItsCapWhateverThePeerAllows() throws Exception {
		CompletableFuture<H2Response> first = get("x-repeated");
		this.peer.handshake(1, 65_536);
		int firstLength = answer(first);
		int secondLength = answer(get("x-repeated"));
		// With a table, the second would consist of references; without, it lacks only
		// the two changes of the size, to the peer's and back to nothing.
		assertThat(firstLength - secondLength).isBetween(0, 4);
	}

	private CompletableFuture<H2Response> get(String header) {
		return this.client.client
			.sendAsync(H2Request.get(this.peer.uri("/")).header(header, "a value that is worth a place").build());
	}

	private int answer(CompletableFuture<H2Response> response) throws Exception {
		Frame request = this.peer.expect(Frame.HEADERS);
		assertThat(this.peer.decode(request)).containsKey("x-repeated");
		this.peer.send(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, request.streamId(), WITHOUT_TABLE);
		await(response);
		return request.length();
	}

}

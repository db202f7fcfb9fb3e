package io.conpool.wire;

import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.conpool.wire.ClientUnderTest.await;

/**
 * Field blocks that cannot be decoded (RFC 9113 section 4.3, RFC 7541): COMPRESSION_ERROR
 * of the connection, whatever stream they come on.
 */
class InvalidHpackTests extends WireTest {

	static Stream<Arguments> blocks() {
		return Stream.of(block("2.3.3, 6.1: index 0", "80"), block("2.3.3: an index behind the table", "be"),
				block("2.3.3: a name's index behind the table", "7e0161"),
				block("2.3.3: a name's index behind the table, not indexed", "0f2f0161"),
				block("2.3.3: the largest index", "ffffffff7f"),
				block("4.2, 6.3: a table larger than we allow", "3fe2 1f 88"),
				block("4.2, 6.3: a table much larger than we allow", "3fffffffff07 88"),
				block("4.2: a table size update behind a field", "88 20"),
				block("4.2: a table size update between fields", "88 3fe11f 88"),
				block("5.1: an integer that does not end", "ffffffff"),
				block("5.1: an integer above 2^31-1", "ff ffffffffff07"),
				block("5.1: an integer of too many bytes", "ff 8080808080808080808001"),
				block("5.1: a string's length above 2^31-1", "88 0001 61 7f ffffffffff07"),
				block("5.2: a string longer than the block", "88 0001 61 05 6162"),
				block("5.2: a name longer than the block", "88 00 05 6162"),
				block("5.2: a name without a value", "88 0001 61"),
				block("5.2: a Huffman code padded by a whole byte", "88 0001 61 82 1fff"),
				block("5.2: a Huffman code padded with zeros", "88 0001 61 81 18"),
				block("5.2: the end of string symbol in a Huffman code", "88 0001 61 84 ffffffff"));
	}

	private static Arguments block(String name, String hex) {
		return Arguments.of(name, HexFormat.of().parseHex(hex.replace(" ", "")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("blocks")
	void aBlockThatCannotBeDecodedEndsTheConnection(String name, byte[] block) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.send(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, id, block);
		assertTheConnectionFails(response, Http2ErrorCode.COMPRESSION_ERROR);
	}

	@Test
	void alsoAsTrailers() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200")
			.send(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, id, new byte[] { (byte) 0x80 });
		assertTheConnectionFails(response, Http2ErrorCode.COMPRESSION_ERROR);
	}

	@Test
	void alsoOnAStreamThatIsOver() throws Exception {
		CompletableFuture<H2Response> over = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.respond(id, "over");
		await(over);
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.expectRequest();
		this.peer.send(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, id, new byte[] { (byte) 0x80 });
		assertTheConnectionFails(response, Http2ErrorCode.COMPRESSION_ERROR);
	}

}

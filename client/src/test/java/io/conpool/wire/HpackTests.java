package io.conpool.wire;

import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Field compression as it should be, in both directions (RFC 7541, RFC 9113 section
 * 4.3.1). Of the blocks in hexadecimal, 88 is {@code :status: 200}, 400178 0179 is
 * {@code x: y} on its way into the table, and be is the table's latest entry.
 */
class HpackTests extends WireTest {

	private static final int HEADER_TABLE_SIZE = 1;

	private static final int MAX_HEADER_LIST_SIZE = 6;

	private static final HexFormat HEX = HexFormat.of();

	// What the peer sends

	@ParameterizedTest(name = "{0}")
	@CsvSource({ "2.3.3 an entry of the table, 88 400178 0179, 88 be",
			"6.2.1 a literal by the index of its name, 88 400178 017a, 88 7e0179",
			"6.2.2 a literal that is not indexed, 88, 88 000178 0179",
			"6.2.3 a literal that is never indexed, 88, 88 100178 0179",
			"6.2.3 never indexed and by the index of its name, 88 400178 017a, 88 1f2f 0179",
			"5.2 a value in the Huffman code, 88, 88 000178 81f5",
			"4.2 a table size update, 88 400178 0179, 3fe11f 88 be",
			"5.1 an integer with zeros at its end, 88 400178 0179, 3fe19f00 88 be",
			"4.4 the name of an entry that is evicted by it, 88 400178 017a, 3f03 88 7e0179" })
	void everyRepresentationIsRead(String name, String first, String second) throws Exception {
		openConnection();
		exchange(first);
		assertThat(exchange(second).headers().first("x")).hasValue("y");
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource({ "6.2.2 not indexed, 88, 88 000178 0179", "6.2.3 never indexed, 88, 88 100178 0179",
			"4.3 evicted by a smaller table, 88 400178 0179, 20 88",
			"4.3 evicted by a smaller table that grows again, 88 400178 0179, 20 3fe11f 88" })
	void whatIsNotInTheTableCannotBeReferredTo(String name, String first, String second) throws Exception {
		openConnection();
		exchange(first);
		exchange(second);
		assertTheTableIsEmpty();
	}

	@Test
	void anEntryLargerThanTheTableEmptiesIt() throws Exception {
		openConnection();
		exchange("88 400178 0179");
		// 3,969 more than the 127 of the length's first byte.
		H2Response large = exchange("88 400178 7f811f" + "61".repeat(4096));
		assertThat(large.headers().first("x")).hasValue("a".repeat(4096));
		assertTheTableIsEmpty();
	}

	@Test
	void aMalformedHeadKeepsTheTable() throws Exception {
		openConnection();
		CompletableFuture<H2Response> malformed = this.client.get(this.peer);
		int id = this.peer.expectRequest();
		// An upper-case name comes before the field that enters the table.
		send(id, "88 000158 0179 400178 0179");
		assertOnlyTheStreamFails(malformed, id, Http2ErrorCode.PROTOCOL_ERROR);
		assertThat(exchange("88 be").headers().first("x")).hasValue("y");
	}

	/** Leaves a connection that the peer's encoder has not touched. */
	private void openConnection() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		send(this.peer.handshake().expectRequest(), "88");
		await(response);
	}

	private void assertTheTableIsEmpty() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		send(this.peer.expectRequest(), "88 be");
		assertTheConnectionFails(response, Http2ErrorCode.COMPRESSION_ERROR);
	}

	private H2Response exchange(String block) throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		send(this.peer.expectRequest(), block);
		return await(response);
	}

	private void send(int id, String block) throws Exception {
		this.peer.send(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, id, HEX.parseHex(block.replace(" ", "")));
	}

	// What this client sends

	@Test
	void aSmallerTableIsAnnouncedAtTheStartOfTheNextBlock() throws Exception {
		CompletableFuture<H2Response> first = this.client.client.sendAsync(request());
		Frame block = this.peer.handshake(HEADER_TABLE_SIZE, 0).expect(Frame.HEADERS);
		assertThat(hex(block)).startsWith("2082");
		this.peer.respond(block.streamId(), "ok");
		await(first);
		CompletableFuture<H2Response> second = this.client.client.sendAsync(request());
		Frame next = this.peer.expect(Frame.HEADERS);
		assertThat(hex(next)).as("nothing entered the table").isEqualTo(hex(block).substring(2));
		this.peer.respond(next.streamId(), "ok");
		await(second);
	}

	@ParameterizedTest(name = "{0} times")
	@ValueSource(ints = { 1, 200 })
	void ofSeveralChangesTheSmallestAndTheLastAreAnnounced(int times) throws Exception {
		CompletableFuture<H2Response> first = this.client.client.sendAsync(request());
		this.peer.handshake().respond(this.peer.expectRequest(), "ok");
		await(first);
		for (int i = 0; i < times; i++) {
			this.peer.settings(HEADER_TABLE_SIZE, 0).settings(HEADER_TABLE_SIZE, 4096);
		}
		this.peer.roundTrip();
		CompletableFuture<H2Response> second = this.client.client.sendAsync(request());
		Frame block = this.peer.expect(Frame.HEADERS);
		assertThat(hex(block)).startsWith("203fe11f82");
		assertThat(this.peer.decode(block)).containsEntry("x-trace", "7");
		this.peer.respond(block.streamId(), "ok");
		await(second);
	}

	@Test
	void alsoOfThoseInOneFrame() throws Exception {
		CompletableFuture<H2Response> first = this.client.client.sendAsync(request());
		this.peer.handshake().respond(this.peer.expectRequest(), "ok");
		await(first);
		this.peer.settings(HEADER_TABLE_SIZE, 0, HEADER_TABLE_SIZE, 4096).roundTrip();
		CompletableFuture<H2Response> second = this.client.client.sendAsync(request());
		Frame block = this.peer.expect(Frame.HEADERS);
		assertThat(hex(block)).startsWith("203fe11f82");
		this.peer.respond(block.streamId(), "ok");
		await(second);
	}

	@Test
	void aLargerTableIsNotMadeUseOf() throws Exception {
		CompletableFuture<H2Response> response = this.client.client.sendAsync(request());
		Frame block = this.peer.handshake(HEADER_TABLE_SIZE, 1 << 20).expect(Frame.HEADERS);
		assertThat(hex(block)).startsWith("82");
		this.peer.respond(block.streamId(), "ok");
		await(response);
	}

	@Test
	void aRequestThatIsTooLargeDoesNotLoseTheAnnouncement() throws Exception {
		CompletableFuture<H2Response> large = this.client.client
			.sendAsync(H2Request.get(this.peer.uri("/")).header("x-large", "x".repeat(2000)).build());
		this.peer.handshake(HEADER_TABLE_SIZE, 0, MAX_HEADER_LIST_SIZE, 1000);
		assertThat(error(large)).isInstanceOf(H2Error.RequestHeadersTooLarge.class);
		CompletableFuture<H2Response> next = this.client.client.sendAsync(request());
		Frame block = this.peer.expect(Frame.HEADERS);
		assertThat(hex(block)).startsWith("2082");
		this.peer.respond(block.streamId(), "ok");
		await(next);
	}

	/** By the index of its name in the static table, in four bits behind 0001. */
	@ParameterizedTest
	@CsvSource({ "authorization, 1f08", "proxy-authorization, 1f22", "cookie, 1f11" })
	void secretsAreNeverIndexed(String name, String representation) throws Exception {
		CompletableFuture<H2Response> response = this.client.client
			.sendAsync(H2Request.get(this.peer.uri("/")).header(name, "~~~~").build());
		Frame block = this.peer.handshake().expect(Frame.HEADERS);
		assertThat(hex(block)).contains(representation + "04" + "7e7e7e7e");
		this.peer.respond(block.streamId(), "ok");
		await(response);
	}

	private H2Request request() {
		return H2Request.get(this.peer.uri("/")).header("x-trace", "7").build();
	}

	private static String hex(Frame block) {
		return HEX.formatHex(block.payload());
	}

}

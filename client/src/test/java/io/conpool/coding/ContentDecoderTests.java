package io.conpool.coding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.testing.Compressed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Content is decoded piece by piece, whatever its pieces are, and nothing before it is
 * taken.
 */
class ContentDecoderTests {

	private static final int MIB = 1 << 20;

	private static final byte[] PLAIN = plain(60_000);

	/** Neither random nor all the same. */
	private static byte[] plain(int length) {
		byte[] bytes = new byte[length];
		new Random(4711).nextBytes(bytes);
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) ((i / 1000 % 2 == 0) ? 'a' + bytes[i] % 8 : bytes[i]);
		}
		return bytes;
	}

	private static ContentDecoder decoder(String... codings) {
		return ContentCodings.available()
			.decoder(List.of(codings), new DecodingLimits(Long.MAX_VALUE, Integer.MAX_VALUE));
	}

	private static byte[] decode(byte[] encoded, int fed, int taken, String... codings) {
		ByteArrayOutputStream decoded = new ByteArrayOutputStream();
		byte[] piece = new byte[taken];
		try (ContentDecoder decoder = decoder(codings)) {
			for (int i = 0; i < encoded.length; i += fed) {
				decoder.feed(ByteBuffer.wrap(encoded, i, Math.min(fed, encoded.length - i)));
				while (decoder.hasMore()) {
					ByteBuffer target = ByteBuffer.wrap(piece);
					decoder.take(target);
					decoded.write(piece, 0, target.position());
				}
			}
			decoder.end();
		}
		return decoded.toByteArray();
	}

	private static void assertNot(String coding, byte[] encoded) {
		for (int fed : new int[] { 1, encoded.length }) {
			assertThatExceptionOfType(H2ClientException.class).isThrownBy(() -> decode(encoded, fed, 1000, coding))
				.satisfies((ex) -> assertThat(ex.error()).isInstanceOfSatisfying(H2Error.ContentDecodingFailed.class,
						(error) -> assertThat(error.encoding()).isEqualTo(coding)));
		}
	}

	// In pieces

	@ParameterizedTest
	@CsvSource({ "gzip, 1, 16384", "gzip, 16384, 1", "gzip, 7, 11", "gzip, 1000000, 1000000", //
			"deflate, 1, 16384", "deflate, 16384, 1", "deflate, 7, 11", "deflate, 1000000, 1000000", "br, 1, 16384",
			"br, 16384, 1", "br, 7, 11", "br, 1000000, 1000000", //
			"zstd, 1, 16384", "zstd, 16384, 1", "zstd, 7, 11", "zstd, 1000000, 1000000" })
	void anyPiecesGiveTheSameContent(String coding, int fed, int taken) {
		assertThat(decode(Compressed.encode(coding, PLAIN), fed, taken, coding)).isEqualTo(PLAIN);
	}

	@ParameterizedTest
	@CsvSource({ "gzip, br", "br, gzip", "zstd, deflate", "deflate, zstd", "br, zstd" })
	void severalCodingsInARowToo(String first, String second) {
		byte[] encoded = Compressed.encode(second, Compressed.encode(first, PLAIN));
		assertThat(decode(encoded, 1, 16384, first, second)).isEqualTo(PLAIN);
		assertThat(decode(encoded, 10_000, 100, first, second)).isEqualTo(PLAIN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate", "br", "zstd" })
	void contentThatFillsItsPiecesExactlyComesToItsEnd(String coding) {
		byte[] content = Arrays.copyOf(PLAIN, 4096);
		byte[] encoded = Compressed.encode(coding, content);
		assertThat(decode(encoded, encoded.length, 4096, coding)).isEqualTo(content);
		assertThat(decode(encoded, encoded.length, 1024, coding)).isEqualTo(content);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate", "br", "zstd" })
	void whatTheServerFlushedComesOutAtOnce(String coding) throws IOException {
		ByteArrayOutputStream encoded = new ByteArrayOutputStream();
		try (OutputStream out = Compressed.flushing(coding, encoded); ContentDecoder decoder = decoder(coding)) {
			for (int i = 0; i < 3; i++) {
				byte[] event = ("event " + i).getBytes(StandardCharsets.US_ASCII);
				out.write(event);
				out.flush();
				decoder.feed(ByteBuffer.wrap(encoded.toByteArray()));
				encoded.reset();
				ByteBuffer decoded = ByteBuffer.allocate(100);
				decoder.take(decoded);
				assertThat(decoder.hasMore()).isFalse();
				assertThat(decoded.flip()).isEqualTo(ByteBuffer.wrap(event));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate", "br", "zstd" })
	void noMoreIsDecodedThanIsTaken(String coding) {
		byte[] encoded = Compressed.encode(coding, new byte[4 * MIB]);
		try (ContentDecoder decoder = decoder(coding)) {
			decoder.feed(ByteBuffer.wrap(encoded));
			ByteBuffer target = ByteBuffer.allocate(1000);
			decoder.take(target);
			assertThat(target.hasRemaining()).isFalse();
			assertThat(decoder.hasMore()).isTrue();
			assertThatIllegalStateException().isThrownBy(() -> decoder.feed(ByteBuffer.allocate(1)));
		}
	}

	@Test
	void aBombInsideOfABombIsFoundWhereItGrows() {
		// Members without content: nothing ever comes out of the inner coding.
		byte[] empty = Compressed.gzip(new byte[0]);
		byte[] members = new byte[empty.length * 60_000];
		for (int i = 0; i < members.length; i += empty.length) {
			System.arraycopy(empty, 0, members, i, empty.length);
		}
		byte[] body = Compressed.zstd(members);
		DecodingLimits limits = new DecodingLimits(Long.MAX_VALUE, 250);
		try (ContentDecoder decoder = ContentCodings.available().decoder(List.of("gzip", "zstd"), limits)) {
			decoder.feed(ByteBuffer.wrap(body));
			assertThatExceptionOfType(H2ClientException.class).isThrownBy(() -> decoder.take(ByteBuffer.allocate(1)))
				.returns(new H2Error.DecompressionBomb(Long.MAX_VALUE, 250), H2ClientException::error);
		}
	}

	@Test
	void aDecoderIsClosedOnce() {
		ContentDecoder decoder = decoder("br", "zstd", "gzip");
		decoder.feed(ByteBuffer.wrap(Compressed.gzip(Compressed.zstd(Compressed.brotli(PLAIN)))));
		decoder.take(ByteBuffer.allocate(10));
		decoder.close();
		// brotli4j would throw.
		decoder.close();
	}

	// Bad content

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate", "br", "zstd" })
	void contentThatIsCutShortAnywhereIsAnError(String coding) {
		byte[] encoded = Compressed.encode(coding, Arrays.copyOf(PLAIN, 100));
		for (int length = 1; length < encoded.length; length++) {
			assertNot(coding, Arrays.copyOf(encoded, length));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate", "br", "zstd" })
	void dataAfterTheEndIsAnError(String coding) {
		assertNot(coding, Compressed.concat(Compressed.encode(coding, PLAIN), new byte[] { 0 }));
		assertNot(coding, Compressed.concat(Compressed.encode(coding, PLAIN), new byte[100]));
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate" })
	void aBitThatIsWrongNeverGivesOtherContent(String coding) {
		byte[] content = Arrays.copyOf(PLAIN, 60);
		byte[] encoded = Compressed.encode(coding, content);
		int errors = 0;
		for (int bit = 0; bit < 8 * encoded.length; bit++) {
			byte[] corrupt = encoded.clone();
			corrupt[bit / 8] ^= (byte) (1 << bit % 8);
			try {
				assertThat(decode(corrupt, corrupt.length, 100, coding)).isEqualTo(content);
			}
			catch (H2ClientException ex) {
				assertThat(ex.error()).isInstanceOf(H2Error.ContentDecodingFailed.class);
				errors++;
			}
		}
		// Not those of the time in the header, and what fills up the last block.
		assertThat(errors).isGreaterThan(8 * 50);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate", "br", "zstd" })
	void somethingElseIsAnError(String coding) {
		assertNot(coding, "<html>this is not encoded at all</html>".getBytes(StandardCharsets.US_ASCII));
	}

	// gzip (RFC 1952)

	/** A member with every optional part of the header. */
	private static byte[] member(int flags, boolean rightSum) {
		ByteArrayOutputStream header = new ByteArrayOutputStream();
		header.writeBytes(new byte[] { 0x1f, (byte) 0x8b, 8, (byte) flags, 0, 0, 0, 0, 0, 3 });
		if ((flags & 0x04) != 0) {
			header.writeBytes(new byte[] { 3, 0, 'a', 0, 'c' });
		}
		if ((flags & 0x08) != 0) {
			header.writeBytes("name\0".getBytes(StandardCharsets.US_ASCII));
		}
		if ((flags & 0x10) != 0) {
			header.writeBytes("comment\0".getBytes(StandardCharsets.US_ASCII));
		}
		if ((flags & 0x02) != 0) {
			CRC32 sum = new CRC32();
			sum.update(header.toByteArray());
			header.write((int) sum.getValue() + (rightSum ? 0 : 1));
			header.write((int) (sum.getValue() >> 8));
		}
		byte[] plain = Compressed.gzip(PLAIN);
		return Compressed.concat(header.toByteArray(), Arrays.copyOfRange(plain, 10, plain.length));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x00, 0x01, 0x02, 0x04, 0x06, 0x08, 0x10, 0x18, 0x1e, 0x1f })
	void everyPartOfAGzipHeaderIsReadOver(int flags) {
		assertThat(decode(member(flags, true), 1, 16384, "gzip")).isEqualTo(PLAIN);
		assertThat(decode(member(flags, true), 1_000_000, 16384, "gzip")).isEqualTo(PLAIN);
	}

	@Test
	void aGzipHeaderWithoutExtraOctetsMaySaySo() {
		byte[] plain = Compressed.gzip(PLAIN);
		byte[] header = { 0x1f, (byte) 0x8b, 8, 0x04, 0, 0, 0, 0, 0, 3, 0, 0 };
		byte[] encoded = Compressed.concat(header, Arrays.copyOfRange(plain, 10, plain.length));
		assertThat(decode(encoded, 1, 16384, "gzip")).isEqualTo(PLAIN);
	}

	@Test
	void aGzipHeaderWithAWrongChecksumIsAnError() {
		assertNot("gzip", member(0x1e, false));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x20, 0x40, 0x80 })
	void reservedFlagsOfAGzipHeaderAreAnError(int flags) {
		assertNot("gzip", member(flags, true));
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "zstd" })
	void membersAndFramesInARowAreOneContent(String coding) {
		byte[] one = Compressed.encode(coding, PLAIN);
		byte[] both = Compressed.concat(one, Compressed.concat(Compressed.encode(coding, new byte[0]), one));
		byte[] expected = Compressed.concat(PLAIN, PLAIN);
		assertThat(decode(both, 1, 1000, coding)).isEqualTo(expected);
		// The first ends with what is fed at once.
		assertThat(decode(both, one.length, 1000, coding)).isEqualTo(expected);
		assertThat(decode(both, both.length, 1000, coding)).isEqualTo(expected);
	}

	@Test
	void theSecondMemberIsCheckedToo() {
		byte[] one = Compressed.gzip(PLAIN);
		byte[] both = Compressed.concat(one, one);
		both[both.length - 5] ^= 1;
		assertNot("gzip", both);
	}

	// deflate

	@Test
	void deflatedDataMayComeWithoutTheZlibFormat() {
		assertThat(decode(Compressed.raw(PLAIN), 1, 100, "deflate")).isEqualTo(PLAIN);
		assertThat(decode(Compressed.raw(new byte[0]), 1, 100, "deflate")).isEmpty();
		assertNot("deflate", Compressed.concat(Compressed.raw(new byte[0]), new byte[] { 0 }));
	}

	@Test
	void aDictionaryThatNobodyHasIsAnError() {
		assertNot("deflate", Compressed.withDictionary(PLAIN));
	}

	// zstd

	@Test
	void aZstdFrameWithAWindowOf8MibIsDecodedAndOneAboveIsAnError() {
		byte[] content = new byte[17 * MIB];
		assertThat(decode(Compressed.zstd(content, 23), 1000, 16384, "zstd")).hasSize(content.length);
		assertNot("zstd", Compressed.zstd(content, 24));
	}

	@Test
	void aSkippableZstdFrameIsReadOver() {
		byte[] skippable = { 0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3 };
		byte[] encoded = Compressed.concat(skippable, Compressed.zstd(PLAIN));
		assertThat(decode(encoded, 1, 1000, "zstd")).isEqualTo(PLAIN);
	}

}

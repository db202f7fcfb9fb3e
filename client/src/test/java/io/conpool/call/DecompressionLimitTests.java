package io.conpool.call;

import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.conpool.coding.ContentCodings;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.H2Response;
import io.conpool.http.HttpHeaders;
import io.conpool.testing.Compressed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * How much may come out of a little.
 */
class DecompressionLimitTests {

	private static final int MIB = 1 << 20;

	private static H2Response response(String coding, byte[] body) {
		return new H2Response(200, HttpHeaders.builder().add("content-encoding", coding).build(), body,
				HttpHeaders.empty(), CallFixture.request("GET").uri());
	}

	private static byte[] decode(int maxSize, int maxRatio, String coding, byte[] body) {
		return new ContentDecoding(new CallConfig.Decompression(true, maxSize, maxRatio), ContentCodings.available(),
				Runnable::run)
			.decode(response(coding, body))
			.body();
	}

	private static void assertBomb(int maxSize, int maxRatio, String coding, byte[] body) {
		assertThatExceptionOfType(H2ClientException.class).isThrownBy(() -> decode(maxSize, maxRatio, coding, body))
			.returns(new H2Error.DecompressionBomb(maxSize, maxRatio), H2ClientException::error);
	}

	private static byte[] random(int size) {
		byte[] content = new byte[size];
		new Random(4711).nextBytes(content);
		return content;
	}

	static Stream<Arguments> codings() {
		UnaryOperator<byte[]> gzip = Compressed::gzip;
		UnaryOperator<byte[]> zlib = Compressed::zlib;
		UnaryOperator<byte[]> raw = Compressed::raw;
		UnaryOperator<byte[]> brotli = Compressed::brotli;
		UnaryOperator<byte[]> zstd = Compressed::zstd;
		return Stream.of(arguments("gzip", gzip), arguments("deflate", zlib), arguments("deflate", raw),
				arguments("br", brotli), arguments("zstd", zstd));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("codings")
	void aBodyOfTheGreatestSizeIsDecoded(String coding, UnaryOperator<byte[]> encoder) {
		byte[] content = random(100_000);
		assertThat(decode(100_000, 250, coding, encoder.apply(content))).isEqualTo(content);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("codings")
	void aBodyOfOneByteMoreIsABomb(String coding, UnaryOperator<byte[]> encoder) {
		assertBomb(99_999, 250, coding, encoder.apply(random(100_000)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("codings")
	void aBodyThatGrowsTooMuchIsABomb(String coding, UnaryOperator<byte[]> encoder) {
		assertBomb(64 * MIB, 250, coding, encoder.apply(new byte[8 * MIB]));
	}

	@Test
	void aSmallBodyMayGrowByAnyRatio() {
		byte[] zeros = new byte[MIB];
		byte[] body = Compressed.gzip(zeros);
		assertThat(zeros.length / body.length).isGreaterThan(250);
		assertThat(decode(16 * MIB, 250, "gzip", body)).isEqualTo(zeros);
	}

	@Test
	void aBigBodyMayGrowByLessThanTheRatio() {
		byte[] content = random(2 * MIB);
		assertThat(decode(16 * MIB, 2, "gzip", Compressed.gzip(content))).isEqualTo(content);
	}

	@Test
	void severalCodingsTogetherMayNotGrowByMoreThanTheRatio() {
		byte[] inner = Compressed.gzip(new byte[8 * MIB]);
		byte[] body = Compressed.gzip(inner);
		assertThat(8 * MIB / body.length).isGreaterThan(1100);
		assertBomb(64 * MIB, 1100, "gzip, gzip", body);
	}

	@Test
	void codingsWithoutEndAreRefused() {
		byte[] body = new byte[0];
		StringBuilder codings = new StringBuilder("gzip");
		body = Compressed.gzip(body);
		for (int i = 0; i < 100; i++) {
			body = Compressed.gzip(body);
			codings.append(", gzip");
		}
		byte[] nested = body;
		assertThatExceptionOfType(H2ClientException.class)
			.isThrownBy(() -> decode(16 * MIB, 250, codings.toString(), nested));
	}

}

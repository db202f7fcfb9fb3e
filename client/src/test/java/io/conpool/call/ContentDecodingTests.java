package io.conpool.call;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import io.conpool.coding.ContentCodings;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpHeaders;
import io.conpool.testing.Compressed;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Encoded responses become plain ones, or an error; never something in between.
 */
class ContentDecodingTests {

	private static final byte[] PLAIN = "What was said, was said often. ".repeat(50).getBytes(StandardCharsets.UTF_8);

	private final ContentDecoding decoding = decoding(CallConfig.Decompression.defaults());

	private static ContentDecoding decoding(CallConfig.Decompression config) {
		return new ContentDecoding(config, ContentCodings.available(), Runnable::run);
	}

	private static H2Response response(byte[] body, String... codings) {
		HttpHeaders.Builder headers = HttpHeaders.builder().add("content-type", "text/plain");
		for (String coding : codings) {
			headers.add("content-encoding", coding);
		}
		headers.add("content-length", Integer.toString(body.length));
		return new H2Response(200, headers.build(), body, HttpHeaders.builder().add("x-checksum", "1").build(),
				CallFixture.request("GET").uri());
	}

	private H2Error failure(H2Response response) {
		ThrowableAssert.ThrowingCallable decode = () -> this.decoding.decode(response);
		return catchThrowableOfType(H2ClientException.class, decode).error();
	}

	// What is asked for

	@Test
	void aRequestOffersWhatCanBeDecoded() {
		H2Request request = H2Request.get("https://example.org").build();
		assertThat(this.decoding.appliesTo(request)).isTrue();
		assertThat(this.decoding.offer(request).headers()).hasToString("{accept-encoding: zstd, br, gzip, deflate}");
	}

	@Test
	void aRequestThatDoesNotWantToIsLeftAlone() {
		assertThat(this.decoding.appliesTo(H2Request.get("https://example.org").decompress(false).build())).isFalse();
	}

	@Test
	void aRequestWithAnOfferOfItsOwnIsLeftAlone() {
		H2Request request = H2Request.get("https://example.org").header("Accept-Encoding", "br").build();
		assertThat(this.decoding.appliesTo(request)).isFalse();
	}

	@Test
	void aRequestForARangeIsLeftAloneSinceAPartCannotBeDecoded() {
		H2Request request = H2Request.get("https://example.org").header("range", "bytes=100-199").build();
		assertThat(this.decoding.appliesTo(request)).isFalse();
	}

	@Test
	void decodingCanBeTurnedOff() {
		ContentDecoding off = decoding(new CallConfig.Decompression(false, 100, 10));
		assertThat(off.appliesTo(H2Request.get("https://example.org").build())).isFalse();
	}

	// What is decoded

	static Stream<Arguments> encoded() {
		return Stream.of(arguments("gzip", Compressed.gzip(PLAIN)), arguments("x-gzip", Compressed.gzip(PLAIN)),
				arguments("GZip", Compressed.gzip(PLAIN)), arguments(" gzip ", Compressed.gzip(PLAIN)),
				arguments("deflate", Compressed.zlib(PLAIN)), arguments("deflate", Compressed.raw(PLAIN)),
				arguments("br", Compressed.brotli(PLAIN)), arguments("zstd", Compressed.zstd(PLAIN)),
				arguments("identity, gzip", Compressed.gzip(PLAIN)), arguments("gzip,,", Compressed.gzip(PLAIN)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("encoded")
	void whatIsKnownIsDecoded(String coding, byte[] body) {
		assertThat(this.decoding.decode(response(body, coding)).body()).isEqualTo(PLAIN);
	}

	@Test
	void theFieldsOfTheEncodingAreGoneAndAllElseIsKept() {
		H2Response decoded = this.decoding.decode(response(Compressed.gzip(PLAIN), "gzip"));
		assertThat(decoded.headers()).hasToString("{content-type: text/plain}");
		assertThat(decoded.status()).isEqualTo(200);
		assertThat(decoded.trailers()).hasToString("{x-checksum: 1}");
	}

	@ParameterizedTest
	@CsvSource({ "gzip, deflate", "deflate, gzip", "gzip, gzip", "deflate, x-gzip", "br, zstd", "gzip, br" })
	void severalCodingsAreTakenOffInTheOppositeOrder(String first, String second) {
		byte[] body = Compressed.encode(second, Compressed.encode(first, PLAIN));
		assertThat(this.decoding.decode(response(body, first + ", " + second)).body()).isEqualTo(PLAIN);
		assertThat(this.decoding.decode(response(body, first, second)).body()).isEqualTo(PLAIN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "compress", "aes128gcm", "compress, gzip", "gzip, compress", "gzip;q=1" })
	void whatIsNotKnownIsLeftAsItIs(String coding) {
		H2Response response = response(Compressed.gzip(PLAIN), coding);
		assertThat(this.decoding.decode(response)).isSameAs(response);
	}

	@Test
	void whatIsNotEncodedIsLeftAsItIs() {
		H2Response plain = response(PLAIN);
		H2Response identity = response(PLAIN, "identity");
		assertThat(this.decoding.decode(plain)).isSameAs(plain);
		assertThat(this.decoding.decode(identity)).isSameAs(identity);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate", "br", "zstd" })
	void anEmptyBodyIsLeftAsItIs(String coding) {
		H2Response response = response(new byte[0], coding);
		assertThat(this.decoding.decode(response)).isSameAs(response);
	}

	@Test
	void nothingEncodedIsNothing() {
		assertThat(this.decoding.decode(response(Compressed.gzip(new byte[0]), "gzip")).body()).isEmpty();
		assertThat(this.decoding.decode(response(Compressed.zlib(new byte[0]), "deflate")).body()).isEmpty();
		assertThat(this.decoding.decode(response(Compressed.raw(new byte[0]), "deflate")).body()).isEmpty();
	}

	@Test
	void severalMembersOfAGzipBodyAreOneBody() {
		byte[] both = Compressed.concat(Compressed.gzip(PLAIN), Compressed.gzip(PLAIN));
		assertThat(this.decoding.decode(response(both, "gzip")).body()).isEqualTo(Compressed.concat(PLAIN, PLAIN));
	}

	@Test
	void theResponseThatWasDecodedIsNotChanged() {
		byte[] body = Compressed.gzip(PLAIN);
		byte[] before = body.clone();
		this.decoding.decode(response(body, "gzip"));
		assertThat(body).isEqualTo(before);
	}

	// What cannot be decoded

	static Stream<Arguments> cut() {
		return encoded().filter((row) -> !row.get()[0].equals("GZip")).flatMap((row) -> {
			byte[] body = (byte[]) row.get()[1];
			return Stream.of(1, 2, 5, body.length / 2, body.length - 1)
				.map((length) -> arguments(row.get()[0], Arrays.copyOf(body, length), length));
		});
	}

	@ParameterizedTest(name = "{0} cut to {2} bytes")
	@MethodSource("cut")
	void aBodyThatIsCutShortIsAnError(String coding, byte[] body, int length) {
		assertThat(failure(response(body, coding))).isInstanceOf(H2Error.ContentDecodingFailed.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate", "br", "zstd" })
	void aBodyThatIsSomethingElseIsAnError(String coding) {
		H2Error error = failure(response("this is none of them".getBytes(StandardCharsets.US_ASCII), coding));
		assertThat(error).isInstanceOfSatisfying(H2Error.ContentDecodingFailed.class, (failed) -> {
			assertThat(failed.encoding()).isEqualTo(coding);
			assertThat(failed.cause()).isNotNull();
		});
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("encoded")
	void dataAfterTheEndIsAnError(String coding, byte[] body) {
		byte[] more = "garbage".getBytes(StandardCharsets.US_ASCII);
		assertThat(failure(response(Compressed.concat(body, more), coding)))
			.isInstanceOf(H2Error.ContentDecodingFailed.class);
	}

	@Test
	void aChecksumThatIsWrongIsAnError() {
		byte[] body = Compressed.gzip(PLAIN);
		body[body.length - 8] ^= 1;
		assertThat(failure(response(body, "gzip"))).isInstanceOf(H2Error.ContentDecodingFailed.class);
	}

	@Test
	void aLengthThatIsWrongIsAnError() {
		byte[] body = Compressed.gzip(PLAIN);
		body[body.length - 1] ^= 1;
		assertThat(failure(response(body, "gzip"))).isInstanceOf(H2Error.ContentDecodingFailed.class);
	}

	@Test
	void aBitThatIsWrongIsAnError() {
		byte[] body = Compressed.zlib(PLAIN);
		body[body.length / 2] ^= 0x10;
		assertThat(failure(response(body, "deflate"))).isInstanceOf(H2Error.ContentDecodingFailed.class);
	}

	@Test
	void aBodyThatNeedsADictionaryIsAnErrorAndNotEmpty() {
		H2Response response = response(Compressed.withDictionary(PLAIN), "deflate");
		assertThat(catchThrowableOfType(H2ClientException.class, () -> this.decoding.decode(response))).isNotNull();
	}

	@Test
	void anInnerCodingThatIsWrongIsAnErrorOfThatCoding() {
		H2Error error = failure(response(Compressed.gzip(PLAIN), "deflate, gzip"));
		assertThat(error).isInstanceOfSatisfying(H2Error.ContentDecodingFailed.class,
				(failed) -> assertThat(failed.encoding()).isEqualTo("deflate"));
	}

}

package io.conpool.hpack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Another codec understands what this one says, and the other way round, over long
 * conversations in which tables fill and change their size.
 */
class HpackAgreementTests {

	private static final int MESSAGES = 2_000;

	private static final int NEVER = Integer.MAX_VALUE;

	private static final String[] NAMES = { ":path", ":status", "accept", "cookie", "authorization", "server", "x-a",
			"x-b", "x-request-id", "te", "set-cookie", "x-" + "long".repeat(50) };

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void theOtherOneDecodesWhatIsEncoded(long seed) throws Exception {
		Random random = new Random(seed);
		HpackEncoder encoder = new HpackEncoder(4096);
		DefaultHttp2HeadersDecoder other = new DefaultHttp2HeadersDecoder(false, NEVER);
		other.maxHeaderTableSize(1 << 20);
		for (int i = 0; i < MESSAGES; i++) {
			if (random.nextInt(50) == 0) {
				encoder.tableSize(random.nextInt(3) * random.nextInt(3_000));
				encoder.tableSize(random.nextInt(3) * random.nextInt(3_000));
			}
			List<String> message = message(random);
			encoder.begin();
			for (int j = 0; j < message.size(); j += 2) {
				encoder.add(message.get(j), message.get(j + 1));
			}
			ByteBuf block = Unpooled.wrappedBuffer(encoder.block(), 0, encoder.length());
			assertThat(flat(other.decodeHeaders(1, block))).isEqualTo(byName(message));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, NEVER })
	void whatTheOtherOneEncodesIsDecoded(int huffmanFrom) throws Exception {
		Random random = new Random(huffmanFrom);
		Http2HeadersEncoder.SensitivityDetector sensitive = (name, value) -> name.length() % 3 == 0;
		DefaultHttp2HeadersEncoder other = new DefaultHttp2HeadersEncoder(sensitive, true, 64, huffmanFrom);
		HpackDecoder decoder = new HpackDecoder(4096, NEVER);
		for (int i = 0; i < MESSAGES; i++) {
			if (random.nextInt(50) == 0) {
				other.maxHeaderTableSize(random.nextInt(4_096));
			}
			List<String> message = message(random);
			byte[] block = encoded(other, message);
			assertThat(flat(decoder.decode(block, block.length))).isEqualTo(byName(message));
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void bothRefuseTheSameBlocks(long seed) throws Exception {
		Random random = new Random(seed);
		for (int i = 0; i < 20_000; i++) {
			byte[] block = encoded(new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE, true, 64, 0),
					message(random));
			for (int j = 0; j <= random.nextInt(3); j++) {
				block[random.nextInt(block.length)] = (byte) random.nextInt();
			}
			assertThat(decodedOrRefused(block)).as("seed " + seed + ", block " + i)
				.isEqualTo(decodedOrRefusedByTheOther(block));
		}
	}

	private static List<String> decodedOrRefused(byte[] block) {
		try {
			return flat(new HpackDecoder(4096, NEVER).decode(block, block.length));
		}
		catch (HpackException ex) {
			return List.of("refused");
		}
	}

	private static List<String> decodedOrRefusedByTheOther(byte[] block) {
		try {
			return flat(new DefaultHttp2HeadersDecoder(false, NEVER).decodeHeaders(1, Unpooled.wrappedBuffer(block)));
		}
		catch (Http2Exception ex) {
			return List.of("refused");
		}
	}

	private static List<String> message(Random random) {
		List<String> message = new ArrayList<>();
		for (int i = 0; i <= random.nextInt(10); i++) {
			message.add(NAMES[random.nextInt(NAMES.length)]);
			message.add(random.nextBoolean() ? "value " + random.nextInt(5) : anything(random));
		}
		return message;
	}

	private static String anything(Random random) {
		char[] characters = new char[random.nextInt((random.nextInt(20) == 0) ? 3_000 : 40)];
		for (int i = 0; i < characters.length; i++) {
			characters[i] = (char) (random.nextBoolean() ? random.nextInt(256) : 'a' + random.nextInt(26));
		}
		return new String(characters);
	}

	private static byte[] encoded(DefaultHttp2HeadersEncoder encoder, List<String> message) {
		Http2Headers headers = new DefaultHttp2Headers(false);
		for (int i = 0; i < message.size(); i += 2) {
			headers.add(message.get(i), message.get(i + 1));
		}
		ByteBuf block = Unpooled.buffer();
		try {
			encoder.encodeHeaders(1, headers, block);
		}
		catch (Http2Exception ex) {
			fail(ex);
		}
		return ByteBufUtil.getBytes(block);
	}

	private static List<String> flat(HeaderList list) {
		List<String> fields = new ArrayList<>();
		for (int i = 0; i < list.count(); i++) {
			fields.addAll(Arrays.asList(list.get(i).name(), list.get(i).value()));
		}
		return byName(fields);
	}

	private static List<String> flat(Http2Headers headers) {
		List<String> fields = new ArrayList<>();
		headers.forEach((field) -> {
			fields.add(field.getKey().toString());
			fields.add(field.getValue().toString());
		});
		return byName(fields);
	}

	/** The other codec's header lists have pseudo-header fields first. */
	private static List<String> byName(List<String> fields) {
		List<String> lines = new ArrayList<>();
		for (int i = 0; i < fields.size(); i += 2) {
			lines.add(fields.get(i) + ": " + fields.get(i + 1));
		}
		lines.sort(null);
		return lines;
	}

}

package io.conpool.hpack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of RFC 7541 appendix C, each with the table as the one before has left it.
 */
class HpackExampleTests {

	private static final HexFormat HEX = HexFormat.of();

	private HpackDecoder decoder = new HpackDecoder(4096, 65_536);

	private final HpackEncoder encoder = new HpackEncoder(4096);

	@Test
	void literalsAndIndices() throws Exception {
		assertThat(decoded("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572"))
			.containsExactly("custom-key: custom-header");
		assertThat(decoded("040c 2f73 616d 706c 652f 7061 7468")).containsExactly(":path: /sample/path");
		assertThat(decoded("1008 7061 7373 776f 7264 0673 6563 7265 74")).containsExactly("password: secret");
		assertThat(decoded("82")).containsExactly(":method: GET");
	}

	@Test
	void requests() throws Exception {
		assertThat(decoded("8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d")).containsExactly(":method: GET",
				":scheme: http", ":path: /", ":authority: www.example.com");
		assertThat(decoded("8286 84be 5808 6e6f 2d63 6163 6865")).containsExactly(":method: GET", ":scheme: http",
				":path: /", ":authority: www.example.com", "cache-control: no-cache");
		assertThat(decoded("8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65")).containsExactly(
				":method: GET", ":scheme: https", ":path: /index.html", ":authority: www.example.com",
				"custom-key: custom-value");
	}

	@Test
	void requestsInTheHuffmanCode() throws Exception {
		assertThat(decoded("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff")).containsExactly(":method: GET",
				":scheme: http", ":path: /", ":authority: www.example.com");
		assertThat(decoded("8286 84be 5886 a8eb 1064 9cbf")).contains("cache-control: no-cache");
		assertThat(decoded("8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf"))
			.contains(":authority: www.example.com", "custom-key: custom-value");
	}

	@Test
	void responsesThatEvict() throws Exception {
		this.decoder = new HpackDecoder(256, 65_536);
		decoded("3fe101");
		assertThat(decoded("4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133"
				+ "2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d"))
			.containsExactly(":status: 302", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:21 GMT",
					"location: https://www.example.com");
		assertThat(decoded("4803 3330 37c1 c0bf")).containsExactly(":status: 307", "cache-control: private",
				"date: Mon, 21 Oct 2013 20:13:21 GMT", "location: https://www.example.com");
		assertThat(decoded("88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0"
				+ "5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745"
				+ "4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31"))
			.containsExactly(":status: 200", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:22 GMT",
					"location: https://www.example.com", "content-encoding: gzip",
					"set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1");
	}

	@Test
	void responsesThatEvictInTheHuffmanCode() throws Exception {
		this.decoder = new HpackDecoder(256, 65_536);
		decoded("3fe101");
		decoded("4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e"
				+ "919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3");
		assertThat(decoded("4883 640e ffc1 c0bf")).containsExactly(":status: 307", "cache-control: private",
				"date: Mon, 21 Oct 2013 20:13:21 GMT", "location: https://www.example.com");
		assertThat(decoded("88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab"
				+ "77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160"
				+ "65c0 03ed 4ee5 b106 3d50 07"))
			.containsExactly(":status: 200", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:22 GMT",
					"location: https://www.example.com", "content-encoding: gzip",
					"set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1");
	}

	@Test
	void integers() {
		this.encoder.tableSize(1337);
		assertThat(encoded()).isEqualTo("3f9a0a");
		this.encoder.tableSize(10);
		assertThat(encoded()).isEqualTo("2a");
	}

	@Test
	void whatComesAgainEntersTheTable() {
		assertThat(encoded(":method", "GET", ":path", "/sample/path")).isEqualTo("82" + "050c" + hex("/sample/path"));
		assertThat(encoded(":method", "GET", ":path", "/sample/path")).isEqualTo("82" + "450c" + hex("/sample/path"));
		assertThat(encoded(":method", "GET", ":path", "/sample/path")).isEqualTo("82" + "be");
	}

	@Test
	void secretsThatCanBeGuessedAreNeverIndexed() {
		for (int i = 0; i < 3; i++) {
			assertThat(encoded("authorization", "secret")).isEqualTo("1f0806" + hex("secret"));
			assertThat(encoded("proxy-authorization", "secret")).isEqualTo("1f2206" + hex("secret"));
			assertThat(encoded("cookie", "short=secret")).isEqualTo("1f110c" + hex("short=secret"));
		}
	}

	@Test
	void aLongCookieCannotBeGuessed() {
		String cookie = "long=0123456789012345678901234567890";
		encoded("cookie", cookie);
		encoded("cookie", cookie);
		assertThat(encoded("cookie", cookie)).isEqualTo("be");
	}

	@Test
	void whatIsLargerThanTheTableDoesNotEnterIt() {
		this.encoder.tableSize(40);
		encoded();
		for (int i = 0; i < 3; i++) {
			assertThat(encoded("x", "12345678")).isEqualTo("000178" + "08" + hex("12345678"));
		}
	}

	private List<String> decoded(String hex) throws HpackException {
		byte[] block = HEX.parseHex(hex.replace(" ", ""));
		HeaderList list = this.decoder.decode(block, block.length);
		List<String> fields = new ArrayList<>();
		for (int i = 0; i < list.count(); i++) {
			fields.add(list.get(i).name() + ": " + list.get(i).value());
		}
		return fields;
	}

	private String encoded(String... namesAndValues) {
		this.encoder.begin();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			this.encoder.add(namesAndValues[i], namesAndValues[i + 1]);
		}
		return HEX.formatHex(this.encoder.block(), 0, this.encoder.length());
	}

	private static String hex(String text) {
		return HEX.formatHex(text.getBytes(StandardCharsets.US_ASCII));
	}

}

package io.conpool.http;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stands in {@code :path}.
 */
class RequestTargetTests {

	@ParameterizedTest
	@CsvSource({ "https://example.org, /", "https://example.org/, /", "https://example.org/a/b, /a/b",
			"https://example.org/a/, /a/", "https://example.org//a, //a", "https://example.org/a/../b, /a/../b",
			"https://example.org/a;v=1, /a;v=1", "https://[::1]:8443/a, /a" })
	void aPathIsSentAsItIs(String uri, String target) {
		assertThat(RequestTarget.of("GET", URI.create(uri))).isEqualTo(target);
	}

	@ParameterizedTest
	@CsvSource({ "https://example.org?a=b, /?a=b", "https://example.org/?a=b&c=d, /?a=b&c=d",
			"https://example.org/a?, /a?", "https://example.org/a?b?c, /a?b?c", "https://example.org?, /?" })
	void aQueryFollowsThePath(String uri, String target) {
		assertThat(RequestTarget.of("GET", URI.create(uri))).isEqualTo(target);
	}

	@ParameterizedTest
	@CsvSource({ "https://example.org/a#b, /a", "https://example.org#b, /", "https://example.org/a?b#c, /a?b",
			"https://example.org/a#b?c, /a" })
	void aFragmentIsNotSent(String uri, String target) {
		assertThat(RequestTarget.of("GET", URI.create(uri))).isEqualTo(target);
	}

	@ParameterizedTest
	@CsvSource({ "https://example.org/a%20b%2Fc, /a%20b%2Fc", "https://example.org/?q=%C3%A4+%2B, /?q=%C3%A4+%2B" })
	void whatIsEncodedStaysAsItIs(String uri, String target) {
		assertThat(RequestTarget.of("GET", URI.create(uri))).isEqualTo(target);
	}

	@ParameterizedTest
	@CsvSource({ "https://example.org/\u00e4, /%C3%A4",
			"https://example.org/\u65e5\u672c?q=\u20ac, /%E6%97%A5%E6%9C%AC?q=%E2%82%AC",
			"https://b\u00fccher.example/\u00fc%20x, /%C3%BC%20x", "https://example.org//\u00e4, //%C3%A4",
			"https://example.org/\ud83d\ude00, /%F0%9F%98%80", "https://example.org?\u00e4, /?%C3%A4" })
	void whatIsNotAsciiIsEncodedAsUtf8(String uri, String target) {
		assertThat(RequestTarget.of("GET", URI.create(uri))).isEqualTo(target);
	}

	@ParameterizedTest
	@CsvSource({ "https://example.org, *", "https://example.org/, /", "https://example.org?a, /?a",
			"https://example.org/a, /a", "https://example.org#f, *" })
	void optionsWithoutAPathAsksTheServerAsAWhole(String uri, String target) {
		assertThat(RequestTarget.of("OPTIONS", URI.create(uri))).isEqualTo(target);
	}

}

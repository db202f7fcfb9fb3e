package io.conpool.http;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Location field is resolved as RFC 3986 section 5 has it.
 */
class RedirectTargetTests {

	// RFC 3986 section 5.4, without the schemes that have no authority.
	@ParameterizedTest(name = "{0}")
	@CsvSource({ "g, http://a/b/c/g", "./g, http://a/b/c/g", "g/, http://a/b/c/g/", "/g, http://a/g", "//g, http://g",
			"?y, http://a/b/c/d;p?y", "g?y, http://a/b/c/g?y", "#s, http://a/b/c/d;p?q", "g#s, http://a/b/c/g",
			"g?y#s, http://a/b/c/g?y", ";x, http://a/b/c/;x", "g;x, http://a/b/c/g;x", "'', http://a/b/c/d;p?q",
			"., http://a/b/c/", "./, http://a/b/c/", ".., http://a/b/", "../, http://a/b/", "../g, http://a/b/g",
			"../.., http://a/", "../../, http://a/", "../../g, http://a/g", "../../../g, http://a/g",
			"../../../../g, http://a/g", "/./g, http://a/g", "/../g, http://a/g", "g., http://a/b/c/g.",
			".g, http://a/b/c/.g", "g.., http://a/b/c/g..", "./../g, http://a/b/g", "./g/., http://a/b/c/g/",
			"g/./h, http://a/b/c/g/h", "g/../h, http://a/b/c/h", "g;x=1/../y, http://a/b/c/y",
			"g?y/./x, http://a/b/c/g?y/./x", "https://g/x/../y?z, https://g/y?z" })
	void asTheExamplesOfTheRfc(String location, String expected) {
		assertThat(RedirectTarget.of(URI.create("http://a/b/c/d;p?q"), location)).hasToString(expected);
	}

	@ParameterizedTest(name = "{0} {1}")
	@CsvSource({ "http://a, g, http://a/g", "http://a?q, g, http://a/g", "http://a, '', http://a",
			"http://a, ?y, http://a?y", "http://a:8080/x, //b:9090/y, http://b:9090/y",
			"http://[::1]:8080/x, y, http://[::1]:8080/y", "http://a//b/, ../c, http://a//c" })
	void behindAnyBase(String base, String location, String expected) {
		assertThat(RedirectTarget.of(URI.create(base), location)).hasToString(expected);
	}

	@Test
	void aHostThatIsNotAsciiIsKept() {
		assertThat(RedirectTarget.of(URI.create("http://b\u00fccher.example/x"), "y"))
			.isEqualTo(URI.create("http://b\u00fccher.example/y"));
	}

	@Test
	void otherBytesThanAUriMayHaveAreMeantToBePercentEncoded() {
		// "é" in UTF-8, as it comes from the wire.
		assertThat(RedirectTarget.of(URI.create("http://a/"), "/caf\u00c3\u00a9")).hasToString("http://a/caf%C3%A9");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "http://[::1", "/%zz", "a|b", "http:" })
	void whatIsNoReferenceLeadsNowhere(String location) {
		assertThat(RedirectTarget.of(URI.create("http://a/"), location)).isNull();
	}

}

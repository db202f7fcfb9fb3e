package io.conpool.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * RFC 9113 sections 8.2 and 8.3: what a request's fields must not be.
 */
class FieldRulesTests {

	@ParameterizedTest
	@CsvSource({ "accept, */*", "X-Upper-Case, yes", "x, ''", "!#$%&'*+-.^_`|~09az, all of a token", "te, trailers",
			"TE, Trailers", "cookie, a=b", "content-type, text/plain", "trailer, x-checksum", "x-tab, 'a\tb'",
			"x-latin, \u00e4\u00f6\u00ff", "x-obs-text, '\u0080'" })
	void aFieldThatIsAllowedPasses(String name, String value) {
		assertThatNoException().isThrownBy(() -> FieldRules.check(name, value));
	}

	@ParameterizedTest
	@ValueSource(strings = { "connection", "Connection", "proxy-connection", "keep-alive", "transfer-encoding",
			"upgrade", "HTTP2-Settings" })
	void aConnectionSpecificFieldIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.check(name, "x"))
			.withMessage("header '" + name + "' is connection-specific (RFC 9113 section 8.2.2)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "host", "Host", "HOST" })
	void hostIsRefusedSinceItIsSentAsAuthority(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.check(name, "example.org"))
			.withMessageContaining(":authority");
	}

	@ParameterizedTest
	@ValueSource(strings = { ":path", ":method", ":scheme", ":authority", ":status", ":protocol", ":", ":x" })
	void aPseudoHeaderFieldIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.check(name, "x"))
			.withMessage("header '" + name + "' is a pseudo-header field, set by the client");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a:b", "a(b", "a\"b", "a\u0000b", "a\rb", "a\nb", "a\u007fb", "\u00e4",
			"a,b", "a/b", "a@b", "[a]", "{a}", "a\\b", "a=b", "a?b", "\u212a" })
	void aNameThatIsNoTokenIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.check(name, "x"))
			.withMessageEndingWith("is not a token");
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "trailers, gzip", "trailers;q=0.5", "" })
	void aTeOtherThanTrailersIsRefused(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.check("te", value))
			.withMessageContaining("may only be 'trailers'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\rb", "a\nb", "a\r\nb", "a\u0000b", "a\u0001b", "a\u001fb", "a\u007fb", "\n", "\u0000" })
	void aControlCharacterInAValueIsRefused(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.check("x", value))
			.withMessageContaining("control or non-Latin-1 character");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u0100", "\u20ac", "\ud83d\ude00", "\u010a" })
	void aCharacterThatIsNoByteIsRefused(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.check("x", value))
			.withMessageContaining("control or non-Latin-1 character");
	}

	@ParameterizedTest
	@ValueSource(strings = { " a", "a ", "\ta", "a\t", " ", "\t" })
	void whiteSpaceAroundAValueIsRefused(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.check("x", value))
			.withMessageContaining("white space around its value");
	}

	@Test
	void aRefusalNeverRepeatsTheValue() {
		assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.check("authorization", "secret\n"))
			.withMessageNotContaining("secret");
	}

	@Test
	void aRefusalRepeatsTheNameInPrintableCharactersOnly() {
		assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.check("a\r\nb\u00e4", "x"))
			.withMessage("header 'a??b?' is not a token");
	}

	@Test
	void aTokenHasAtLeastOneCharacter() {
		assertThat(FieldRules.isToken("")).isFalse();
		assertThat(FieldRules.isToken("GET")).isTrue();
	}

}

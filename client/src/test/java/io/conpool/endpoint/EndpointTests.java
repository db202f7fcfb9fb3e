package io.conpool.endpoint;

import java.net.IDN;
import java.net.URI;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.conpool.endpoint.Endpoint.Scheme.HTTP;
import static io.conpool.endpoint.Endpoint.Scheme.HTTPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The pool's key: which URIs have one, and which share it.
 */
class EndpointTests {

	private static final String LONGEST_LABEL = "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0";

	@ParameterizedTest
	@CsvSource({ "https://example.org/a, HTTPS, example.org, 443", "http://example.org, HTTP, example.org, 80",
			"https://example.org:8443/a?b, HTTPS, example.org, 8443", "HTTPS://EXAMPLE.org, HTTPS, example.org, 443",
			"https://example.org:/, HTTPS, example.org, 443", "http://192.0.2.1:81, HTTP, 192.0.2.1, 81",
			"https://[2001:DB8::1]/, HTTPS, 2001:db8::1, 443", "https://[::1]:8443, HTTPS, ::1, 8443",
			"https://[::ffff:192.0.2.1], HTTPS, ::ffff:192.0.2.1, 443",
			"https://b\u00fccher.example/, HTTPS, xn--bcher-kva.example, 443",
			"https://B\u00dcCHER.example:8443/, HTTPS, xn--bcher-kva.example, 8443",
			"https://xn--bcher-kva.example/, HTTPS, xn--bcher-kva.example, 443",
			"https://\u4f8b\u3048.jp, HTTPS, xn--r8jz45g.jp, 443", "http://my_service:8080, HTTP, my_service, 8080",
			"http://My_Service, HTTP, my_service, 80", "https://localhost, HTTPS, localhost, 443",
			"https://h:65535, HTTPS, h, 65535", "https://h:1, HTTPS, h, 1" })
	void aUriHasAnEndpoint(String uri, Endpoint.Scheme scheme, String host, int port) {
		assertThat(Endpoint.of(URI.create(uri))).isEqualTo(new Endpoint(scheme, host, port))
			.returns(host, Endpoint::host);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ftp://example.org/", "ws://example.org/", "example.org", "/path", "mailto:a@example.org",
			"file:///etc/passwd", "//example.org/" })
	void aUriOfAnotherSchemeIsRefused(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.of(URI.create(uri)))
			.withMessageContaining("does not speak HTTP/2 (expected: an absolute http or https URI)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https:///path", "https:opaque" })
	void aUriWithoutHostIsRefused(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.of(URI.create(uri)))
			.withMessageContaining("no host");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://user@example.org/", "https://user:password@example.org/", "https://@example.org",
			"https://user:password@b\u00fccher.example/" })
	void userInformationIsRefusedAndNotRepeated(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.of(URI.create(uri)))
			.withMessageContaining("user information is not allowed")
			.withMessageNotContaining("password");
	}

	@Test
	void aUriWithoutHostIsRefusedWithoutRepeatingItsSecrets() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Endpoint.of(URI.create("https:user:password@example.org")))
			.withMessageNotContaining("password");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://h:0", "https://h:65536", "https://h:99999999999", "https://h_:-1", "https://h_:x",
			"https://h_:+80" })
	void aPortOutOfRangeIsRefused(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.of(URI.create(uri)))
			.withMessageStartingWith("port: ")
			.withMessageEndingWith("(expected: 1 to 65535)");
	}

	@Test
	void aPortInOtherDigitsThanAsciiIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Endpoint.of(URI.create("https://b\u00fccher.example:\u0668\u0660")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a/b", "a@b", "fe80::1%eth0", "[fe80::1%25eth0]", "a:b", "g::1", "a\u0000b",
			"a..b", "[example.org", "\u2100.org" })
	void aHostThatIsNoneIsRefused(String host) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Endpoint(HTTPS, host, 443))
			.withMessageContaining("(expected: a name or an IP address)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "1", "a-b", "a--b", "example.org", "1.2.3.4", "xn--bcher-kva.example", "a1.b2-c3.d",
			"Example.ORG", "example.org.", LONGEST_LABEL, LONGEST_LABEL + ".org", "a." + LONGEST_LABEL })
	void aHostIsAsIdnHasIt(String host) {
		assertThat(new Endpoint(HTTP, host, 80).host())
			.isEqualTo(IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-a", "a-", "-", "a.-b", "a-.b", "a..b", ".a", "a" + LONGEST_LABEL,
			"a." + LONGEST_LABEL + "a.b" })
	void aHostWithALabelThatIsNoneIsRefused(String host) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Endpoint(HTTP, host, 80)).withMessageContaining(host);
	}

	@Test
	void aHostLabelOfMoreThan63CharactersIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Endpoint(HTTPS, "a".repeat(64) + ".org", 443));
	}

	@Test
	void hostsAreComparedWithoutRegardToCase() {
		assertThat(new Endpoint(HTTPS, "Example.ORG", 443)).isEqualTo(new Endpoint(HTTPS, "example.org", 443))
			.hasSameHashCodeAs(new Endpoint(HTTPS, "example.org", 443));
	}

	@Test
	void schemeAndPortTellEndpointsApart() {
		Endpoint endpoint = new Endpoint(HTTPS, "example.org", 443);
		assertThat(endpoint).isNotEqualTo(new Endpoint(HTTP, "example.org", 443))
			.isNotEqualTo(new Endpoint(HTTPS, "example.org", 8443));
	}

	@ParameterizedTest
	@CsvSource({ "HTTPS, example.org, 443, example.org", "HTTPS, example.org, 80, example.org:80",
			"HTTP, example.org, 80, example.org", "HTTP, example.org, 443, example.org:443", "HTTPS, ::1, 443, [::1]",
			"HTTPS, [::1], 8443, [::1]:8443" })
	void theAuthorityNamesThePortOnlyWhereItIsNotTheDefault(Endpoint.Scheme scheme, String host, int port,
			String authority) {
		assertThat(new Endpoint(scheme, host, port).authority()).isEqualTo(authority);
	}

	@ParameterizedTest
	@CsvSource({ "HTTPS, example.org, 443, https://example.org:443", "HTTP, ::1, 80, http://[::1]:80" })
	void theTextAlwaysNamesAllThree(Endpoint.Scheme scheme, String host, int port, String text) {
		assertThat(new Endpoint(scheme, host, port)).hasToString(text);
	}

	@Test
	void theTextOfAnEndpointIsAUriOfTheSameEndpoint() {
		Endpoint endpoint = new Endpoint(HTTPS, "2001:db8::1", 8443);
		assertThat(Endpoint.of(URI.create(endpoint.toString()))).isEqualTo(endpoint);
	}

}

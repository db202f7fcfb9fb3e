package io.conpool.http;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A base for relative URIs, and fields for requests that have none of that name.
 */
class RequestDefaultsTests {

	private static H2Request request(String base, String uri) {
		return RequestDefaults.none().withBaseUri(URI.create(base)).request("GET", uri).build();
	}

	private static H2Request with(RequestDefaults defaults, String... fields) {
		H2Request.Builder request = H2Request.get("https://example.org/");
		for (int i = 0; i < fields.length; i += 2) {
			request.header(fields[i], fields[i + 1]);
		}
		return defaults.applyTo(request.build());
	}

	// The base URI

	@ParameterizedTest(name = "{0} + {1}")
	@CsvSource({ "https://host/api, /orders/1, https://host/api/orders/1",
			"https://host/api, orders/1, https://host/api/orders/1",
			"https://host/api/, /orders/1, https://host/api/orders/1",
			"https://host/api/, orders/1, https://host/api/orders/1", "https://host, /orders/1, https://host/orders/1",
			"https://host, orders/1, https://host/orders/1", "https://host/, /orders/1, https://host/orders/1",
			"https://host/api, '', https://host/api", "https://host/api/, '', https://host/api/",
			"https://host, '', https://host", "https://host/api, /, https://host/api/",
			"https://host/api, ?q=1, https://host/api?q=1",
			"https://host/api, orders?q=1&r=%26, https://host/api/orders?q=1&r=%26",
			"https://host/api, orders?q=1#here, https://host/api/orders?q=1",
			"https://host/api, a%2Fb, https://host/api/a%2Fb", "https://host/a%20b, c, https://host/a%20b/c",
			"https://host/api, ../orders, https://host/api/../orders",
			"http://host:8080/api, orders, http://host:8080/api/orders", "http://[::1]:8080, a, http://[::1]:8080/a",
			"https://host/api, https://other/x?y, https://other/x?y",
			"https://host/api, HTTP://other/, HTTP://other/" })
	void aPathIsPutBehindTheBase(String base, String uri, String expected) {
		assertThat(request(base, uri).uri()).hasToString(expected);
	}

	@Test
	void hostsAndPathsThatAreNotAsciiAreKept() {
		H2Request request = request("https://b\u00fccher.example/caf\u00e9", "men\u00fc");
		assertThat(request.endpoint().host()).isEqualTo("xn--bcher-kva.example");
		assertThat(request.path()).isEqualTo("/caf%C3%A9/men%C3%BC");
	}

	@Test
	void withoutABaseAnAbsoluteUriIsTakenAsItIs() {
		assertThat(RequestDefaults.none().request("GET", "https://host/x").build().uri()).hasToString("https://host/x");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/orders?key=secret", "orders?key=secret", "?key=secret", "//other/?key=secret" })
	void withoutABaseARelativeUriIsRefusedAndItsQueryNotRepeated(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> RequestDefaults.none().request("GET", uri))
			.withMessageContaining("no base URI")
			.withMessageNotContaining("secret");
	}

	@Test
	void aHostWithoutASchemeIsRefusedSinceItMayBeMeantAsAPath() {
		assertThatIllegalArgumentException().isThrownBy(() -> request("https://host/api", "//other/x?key=secret"))
			.withMessageContaining("a host without a scheme")
			.withMessageNotContaining("secret");
	}

	@Test
	void aUriThatCannotBeParsedIsRefusedAndNotRepeated() {
		assertThatIllegalArgumentException().isThrownBy(() -> request("https://host", "a b?key=secret"))
			.withMessageNotContaining("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api", "api", "ftp://host/", "http:host", "https://user:secret@host/",
			"https://host/?key=secret", "https://host/#secret" })
	void aBaseThatIsNoOriginWithAPathIsRefused(String base) {
		assertThatIllegalArgumentException().isThrownBy(() -> RequestDefaults.none().withBaseUri(URI.create(base)))
			.withMessageNotContaining("secret");
	}

	// Default fields

	@Test
	void aFieldIsAddedWhereTheRequestHasNoneOfThatName() {
		RequestDefaults defaults = RequestDefaults.none()
			.withHeader("X-Tenant", "a")
			.withHeader("accept", "text/plain");
		assertThat(with(defaults, "accept", "text/html").headers())
			.isEqualTo(HttpHeaders.builder().add("accept", "text/html").add("x-tenant", "a").build());
	}

	@Test
	void aNameIsComparedWhateverItsCase() {
		RequestDefaults defaults = RequestDefaults.none().withHeader("Authorization", "default");
		assertThat(with(defaults, "AUTHORIZATION", "own").headers().all("authorization")).containsExactly("own");
	}

	@Test
	void aDefaultMayHaveTwoValues() {
		RequestDefaults defaults = RequestDefaults.none().withHeader("accept", "a/b").withHeader("accept", "c/d");
		assertThat(with(defaults).headers().all("accept")).containsExactly("a/b", "c/d");
		assertThat(with(defaults, "accept", "own/one").headers().all("accept")).containsExactly("own/one");
	}

	@Test
	void whatElseTheRequestHasIsKept() {
		H2Request request = H2Request.post("https://example.org/x", RequestBody.utf8("content")).build();
		H2Request applied = RequestDefaults.none().withHeader("x-tenant", "a").applyTo(request);
		assertThat(applied).returns("POST", H2Request::method)
			.returns(request.uri(), H2Request::uri)
			.returns(request.body(), H2Request::body);
		assertThat(applied.headers().first("content-length")).contains("7");
	}

	@Test
	void withoutDefaultsTheRequestIsTheSame() {
		H2Request request = H2Request.get("https://example.org/").build();
		assertThat(RequestDefaults.none().applyTo(request)).isSameAs(request);
	}

	@ParameterizedTest
	@CsvSource({ "content-length, 1", "Expect, 100-continue", "host, other", "connection, close", ":path, /",
			"'a b', c" })
	void aFieldThatNoRequestMayHaveByDefaultIsRefused(String name, String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> RequestDefaults.none().withHeader(name, value));
	}

}

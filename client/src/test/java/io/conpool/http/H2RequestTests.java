package io.conpool.http;

import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

import io.conpool.endpoint.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A request that can be built can be sent.
 */
class H2RequestTests {

	private static final String URI_TEXT = "https://example.org/path?query=secret";

	@Test
	void theShortFormsSetTheMethod() {
		RequestBody body = RequestBody.utf8("x");
		assertThat(H2Request.get(URI_TEXT).build().method()).isEqualTo("GET");
		assertThat(H2Request.post(URI_TEXT, body).build().method()).isEqualTo("POST");
		assertThat(H2Request.put(URI_TEXT, body).build().method()).isEqualTo("PUT");
		assertThat(H2Request.delete(URI_TEXT).build().method()).isEqualTo("DELETE");
	}

	@Test
	void aRequestHasWhatItWasBuiltFrom() {
		RequestBody body = RequestBody.utf8("x");
		H2Request request = H2Request.builder("PATCH", URI.create(URI_TEXT))
			.body(body)
			.timeout(Duration.ofSeconds(3))
			.decompress(false)
			.build();
		assertThat(request).returns("PATCH", H2Request::method)
			.returns(URI.create(URI_TEXT), H2Request::uri)
			.returns(new Endpoint(Endpoint.Scheme.HTTPS, "example.org", 443), H2Request::endpoint)
			.returns("/path?query=secret", H2Request::path)
			.returns(body, H2Request::body)
			.returns(Duration.ofSeconds(3), H2Request::timeout)
			.returns(false, H2Request::decompress);
	}

	@Test
	void withoutFurtherWordsARequestHasNoBodyNoTimeoutAndWantsDecompression() {
		H2Request request = H2Request.get(URI_TEXT).build();
		assertThat(request).returns(null, H2Request::timeout).returns(true, H2Request::decompress);
		assertThat(request.body().length()).isZero();
		assertThat(request.headers().size()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "G T", "GET\r\n", "GET:", "G\u00cbT" })
	void aMethodThatIsNoTokenIsRefused(String method) {
		assertThatIllegalArgumentException().isThrownBy(() -> H2Request.builder(method, URI.create(URI_TEXT)))
			.withMessage("method: not a token (RFC 9110 section 9.1)");
	}

	@Test
	void aTunnelIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> H2Request.builder("CONNECT", URI.create(URI_TEXT)))
			.withMessageContaining("CONNECT");
	}

	@Test
	void aMethodOfOnesOwnIsAllowed() {
		assertThat(H2Request.builder("report", URI.create(URI_TEXT)).build().method()).isEqualTo("report");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ftp://example.org/", "/path", "https:///path", "https://user:password@example.org/" })
	void aUriThatCannotBeSentToIsRefused(String uri) {
		assertThatIllegalArgumentException().isThrownBy(H2Request.get(uri)::build);
	}

	@Test
	void aTimeoutThatIsNotPositiveIsRefused() {
		H2Request.Builder builder = H2Request.get(URI_TEXT);
		assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ZERO))
			.withMessageStartingWith("timeout: PT0S (expected: more than 0");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ofMillis(-1)));
	}

	// Fields

	@Test
	void namesAreSentInLowerCaseAndInTheirOrder() {
		HttpHeaders headers = H2Request.get(URI_TEXT)
			.header("X-B", "1")
			.header("x-a", "2")
			.header("X-B", "3")
			.build()
			.headers();
		assertThat(headers).hasToString("{x-b: 1, x-a: 2, x-b: 3}");
	}

	@Test
	void aFieldThatIsForbiddenIsRefusedWhenItIsAdded() {
		H2Request.Builder builder = H2Request.get(URI_TEXT);
		assertThatIllegalArgumentException().isThrownBy(() -> builder.header("connection", "close"));
		assertThat(builder.build().headers().size()).isZero();
	}

	@Test
	void aCopyHasOneFieldMore() {
		H2Request request = H2Request.get(URI_TEXT).header("a", "1").timeout(Duration.ofSeconds(1)).build();
		H2Request copy = request.withHeader("B", "2");
		assertThat(copy.headers()).hasToString("{a: 1, b: 2}");
		assertThat(copy).returns(request.path(), H2Request::path)
			.returns(request.endpoint(), H2Request::endpoint)
			.returns(request.timeout(), H2Request::timeout)
			.returns(request.body(), H2Request::body);
		assertThat(request.headers()).hasToString("{a: 1}");
	}

	@Test
	void aCopyWithAForbiddenFieldIsRefused() {
		H2Request request = H2Request.get(URI_TEXT).build();
		assertThatIllegalArgumentException().isThrownBy(() -> request.withHeader("transfer-encoding", "chunked"));
	}

	@Test
	void aBuilderThatGoesOnDoesNotChangeWhatItBuilt() {
		H2Request.Builder builder = H2Request.get(URI_TEXT).header("a", "1");
		H2Request first = builder.build();
		builder.header("b", "2");
		assertThat(first.headers().contains("b")).isFalse();
	}

	// content-length

	@Test
	void aBodyIsAnnounced() {
		assertThat(H2Request.builder("GET", URI.create(URI_TEXT)).body(RequestBody.utf8("abc")).build().headers())
			.hasToString("{content-length: 3}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "PATCH" })
	void whereAMethodAnticipatesContentItsAbsenceIsAnnounced(String method) {
		assertThat(H2Request.builder(method, URI.create(URI_TEXT)).build().headers())
			.hasToString("{content-length: 0}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "DELETE", "OPTIONS" })
	void whereAMethodDoesNotAnticipateContentNothingIsAnnounced(String method) {
		assertThat(H2Request.builder(method, URI.create(URI_TEXT)).build().headers().size()).isZero();
	}

	@Test
	void aContentLengthThatIsRightIsSentOnce() {
		assertThat(H2Request.post(URI_TEXT, RequestBody.utf8("abc")).header("Content-Length", "3").build().headers())
			.hasToString("{content-length: 3}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2", "4", "03", "3, 3", "x", "-3", "" })
	void aContentLengthThatContradictsTheBodyIsRefused(String stated) {
		H2Request.Builder builder = H2Request.post(URI_TEXT, RequestBody.utf8("abc")).header("content-length", stated);
		assertThatIllegalArgumentException().isThrownBy(builder::build)
			.withMessage("header 'content-length': " + stated + " (expected: 3, the body's length)");
	}

	@Test
	void aContentLengthIsNotSentTwice() {
		H2Request.Builder builder = H2Request.post(URI_TEXT, RequestBody.utf8("abc"))
			.header("content-length", "3")
			.header("content-length", "3");
		assertThat(sentContentLengths(builder::build)).isLessThanOrEqualTo(1);
	}

	@Test
	void aCopyCannotContradictTheBody() {
		H2Request request = H2Request.post(URI_TEXT, RequestBody.utf8("abc")).build();
		assertThat(sentContentLengths(() -> request.withHeader("content-length", "99"))).isLessThanOrEqualTo(1);
	}

	/** How many there are, or 0 if the request is refused. */
	private static int sentContentLengths(Supplier<H2Request> request) {
		try {
			return request.get().headers().all("content-length").size();
		}
		catch (IllegalArgumentException ex) {
			return 0;
		}
	}

	// What others may see

	@Test
	void theTextHasNeitherPathNorQuery() {
		assertThat(H2Request.get("https://example.org/persons/4711?token=secret").build())
			.hasToString("GET https://example.org:443 {}");
	}

	@Test
	void theTextHidesSecretFields() {
		H2Request request = H2Request.get(URI_TEXT)
			.header("Authorization", "Bearer secret")
			.header("cookie", "session=secret")
			.header("proxy-authorization", "Basic secret")
			.header("accept", "text/plain")
			.build();
		assertThat(request.toString()).doesNotContain("secret")
			.contains("authorization: <redacted>", "accept: text/plain");
	}

	@Test
	void aUriThatIsNoneIsRefusedWithoutRepeatingItsQuery() {
		assertThatIllegalArgumentException().isThrownBy(() -> H2Request.get("https://example.org/?token=secret value"))
			.withMessageNotContaining("secret");
	}

	@Test
	void aReplacedFieldIsTheOnlyOneOfItsName() {
		H2Request request = H2Request.get(URI_TEXT).header("a", "1").header("b", "2").header("A", "3").build();
		H2Request copy = request.withHeaderReplaced("A", "4");
		assertThat(copy.headers().all("a")).containsExactly("4");
		assertThat(copy.headers().all("b")).containsExactly("2");
		assertThat(copy.withHeaderReplaced("c", "5").headers().all("c")).containsExactly("5");
		assertThat(request.headers().all("a")).containsExactly("1", "3");
		assertThatIllegalArgumentException().isThrownBy(() -> request.withHeaderReplaced("a", "line\nbreak"));
	}

	@Test
	void aContentLengthIsNotReplaced() {
		H2Request request = H2Request.post(URI_TEXT, RequestBody.utf8("body")).build();
		assertThat(request.withHeaderReplaced("content-length", "4").headers().all("content-length"))
			.containsExactly("4");
		assertThatIllegalArgumentException().isThrownBy(() -> request.withHeaderReplaced("content-length", "5"));
	}

	@Test
	void aUriTemplateStaysWithCopies() {
		H2Request request = H2Request.get(URI_TEXT).uriTemplate("/{name}").build();
		assertThat(request.withHeader("a", "1").uriTemplate()).isEqualTo("/{name}");
		assertThat(H2Request.get(URI_TEXT).build().uriTemplate()).isNull();
	}

	@Test
	void anExpectationNeedsContent() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> H2Request.get(URI_TEXT).expectContinue(Duration.ofSeconds(1)).build())
			.withMessage("header 'expect': 100-continue needs content (RFC 9110 section 10.1.1)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> H2Request.get(URI_TEXT).header("Expect", "100-continue").build());
	}

	@Test
	void anExpectationIsStatedOnceAndHasAWait() {
		RequestBody body = RequestBody.utf8("x");
		H2Request stated = H2Request.post(URI_TEXT, body).header("Expect", "100-continue").build();
		assertThat(stated.expectContinue()).isEqualTo(Duration.ofSeconds(1));
		H2Request both = H2Request.post(URI_TEXT, body)
			.header("Expect", "100-continue")
			.expectContinue(Duration.ofSeconds(3))
			.build();
		assertThat(both.expectContinue()).isEqualTo(Duration.ofSeconds(3));
		assertThat(both.headers().all("expect")).containsExactly("100-continue");
		assertThat(H2Request.post(URI_TEXT, body).build().expectContinue()).isNull();
	}

	@Test
	void anExpectationCannotBeAddedLater() {
		H2Request request = H2Request.post(URI_TEXT, RequestBody.utf8("x")).build();
		assertThatIllegalArgumentException().isThrownBy(() -> request.withHeader("Expect", "100-continue"))
			.withMessage("header 'expect' can only be set while the request is built");
	}

	@Test
	void aRequestThatIsExtendedInTurnsHasTheRightFieldEachTime() {
		H2Request request = H2Request.get("http://localhost/").header("a", "1").build();
		for (int i = 0; i < 2; i++) {
			assertThat(request.withHeader("b", "2").headers().toString()).isEqualTo("{a: 1, b: 2}");
			assertThat(request.withHeader("B", "3").headers().toString()).isEqualTo("{a: 1, b: 3}");
			assertThat(request.withHeader("c", "2").headers().toString()).isEqualTo("{a: 1, c: 2}");
		}
		assertThat(request.headers().toString()).isEqualTo("{a: 1}");
	}

}

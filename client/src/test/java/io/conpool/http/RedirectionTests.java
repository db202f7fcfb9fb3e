package io.conpool.http;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Flow;

import io.conpool.endpoint.Endpoint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which request follows a redirect, by RFC 9110 section 15.4.
 */
class RedirectionTests {

	private static final String ORIGIN = "https://example.org/a/b";

	private static final RequestBody CONTENT = RequestBody.utf8("content");

	private static H2Request.Builder request(String method) {
		return H2Request.builder(method, URI.create(ORIGIN));
	}

	private static @Nullable H2Request after(H2Request request, int status, String location) {
		return Redirection.after(request, status, HttpHeaders.builder().add("location", location).build());
	}

	@ParameterizedTest(name = "{0} {1}: {2}")
	@CsvSource({ "301, GET, GET, true", "301, HEAD, HEAD, true", "301, POST, GET, false", "301, PUT, PUT, true",
			"301, DELETE, DELETE, true", "302, GET, GET, true", "302, HEAD, HEAD, true", "302, POST, GET, false",
			"302, PATCH, PATCH, true", "303, GET, GET, false", "303, HEAD, HEAD, false", "303, POST, GET, false",
			"303, PUT, GET, false", "303, DELETE, GET, false", "307, GET, GET, true", "307, POST, POST, true",
			"307, PUT, PUT, true", "308, GET, GET, true", "308, POST, POST, true", "308, HEAD, HEAD, true" })
	void theMethodAndWhetherTheContentIsSentAgain(int status, String method, String expected, boolean withContent) {
		H2Request next = after(request(method).body(CONTENT).build(), status, "/next");
		assertThat(next).returns(expected, H2Request::method)
			.returns(URI.create("https://example.org/next"), H2Request::uri);
		assertThat(next.body()).isSameAs(withContent ? CONTENT : RequestBody.empty());
		assertThat(next.headers().contains("content-length")).isEqualTo(withContent);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 201, 300, 304, 305, 306, 309, 399, 404 })
	void otherStatusesAreNotFollowed(int status) {
		assertThat(after(request("GET").build(), status, "/next")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ftp://example.org/", "mailto:a@example.org", "urn:x", "a b", "https://user:secret@host/",
			"https:///path", "https://host:99999/", "http://example.org/", "http://other/" })
	void whatIsNoPlaceToGoIsNotFollowed(String location) {
		assertThat(after(request("GET").build(), 302, location)).isNull();
	}

	@Test
	void withoutALocationOrWithTwoItIsNotFollowed() {
		H2Request request = request("GET").build();
		assertThat(Redirection.after(request, 302, HttpHeaders.empty())).isNull();
		assertThat(Redirection.after(request, 302,
				HttpHeaders.builder().add("location", "/a").add("location", "/b").build()))
			.isNull();
	}

	@ParameterizedTest(name = "{0} {1}: {2}")
	@CsvSource({ "307, POST, false", "308, PUT, false", "301, PUT, false", "301, POST, true", "303, PUT, true" })
	void contentThatCanBeHadOnceIsNotSentAgain(int status, String method, boolean followed) {
		Flow.Publisher<ByteBuffer> once = (subscriber) -> {
		};
		H2Request request = request(method).body(RequestBody.publisher(once, -1)).build();
		assertThat(after(request, status, "/next") != null).isEqualTo(followed);
	}

	// Fields

	private static H2Request withCredentials() {
		return request("GET").header("authorization", "secret")
			.header("proxy-authorization", "secret")
			.header("cookie", "secret")
			.header("accept", "text/plain")
			.build();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/next", "https://example.org/next", "https://EXAMPLE.org:443/next" })
	void credentialsStayWithinTheOrigin(String location) {
		assertThat(after(withCredentials(), 302, location).headers()).isEqualTo(withCredentials().headers());
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://other.example.org/", "https://example.org:8443/", "//other/" })
	void credentialsDoNotGoToAnotherOrigin(String location) {
		assertThat(after(withCredentials(), 307, location).headers().names()).containsExactly("accept");
	}

	@Test
	void credentialsDoNotComeBackWithTheOrigin() {
		H2Request elsewhere = after(withCredentials(), 302, "https://other/");
		assertThat(after(elsewhere, 302, ORIGIN).headers().names()).containsExactly("accept");
	}

	@Test
	void fromHttpToHttpsIsFollowedWithoutCredentials() {
		H2Request request = H2Request.get("http://example.org/").header("cookie", "secret").build();
		H2Request next = after(request, 301, "https://example.org/");
		assertThat(next.endpoint()).hasToString("https://example.org:443");
		assertThat(next.headers().contains("cookie")).isFalse();
	}

	@Test
	void whatSpeaksOfTheContentGoesWithIt() {
		H2Request request = request("POST").body(CONTENT)
			.header("content-type", "text/plain")
			.header("content-encoding", "gzip")
			.header("content-language", "en")
			.header("digest", "x")
			.header("last-modified", "x")
			.header("trailer", "x-checksum")
			.header("accept", "text/plain")
			.expectContinue(Duration.ofSeconds(1))
			.trailers(HttpHeaders::empty)
			.build();
		assertThat(after(request, 307, "/next").headers()).isEqualTo(request.headers());
		H2Request next = after(request, 303, "/next");
		assertThat(next.headers().names()).containsExactly("accept");
		assertThat(next).returns(null, H2Request::expectContinue).returns(null, H2Request::trailers);
	}

	@Test
	void whatElseARequestAsksForIsKept() {
		InformationalListener listener = (status, headers) -> {
		};
		H2Request request = request("POST").body(CONTENT)
			.responseTimeout(Duration.ofSeconds(7))
			.idleTimeout(Duration.ofSeconds(8))
			.decompress(false)
			.redirects(9)
			.onInformational(listener)
			.build();
		assertThat(after(request, 303, "/next")).returns(Duration.ofSeconds(7), H2Request::responseTimeout)
			.returns(Duration.ofSeconds(8), H2Request::idleTimeout)
			.returns(false, H2Request::decompress)
			.returns(9, H2Request::redirects)
			.returns(listener, H2Request::onInformational);
	}

	// A service's name that stands for an instance

	private static H2Request routed(String service, String instance) {
		return H2Request.get(service + "/a")
			.header("cookie", "secret")
			.build()
			.withEndpoint(Endpoint.of(URI.create(instance)));
	}

	@ParameterizedTest(name = "{0} at {1} to {2}")
	@CsvSource({ "http://orders, http://10.0.0.1:8080, /b, http://orders:80",
			"http://orders, http://10.0.0.1:8080, http://orders/b, http://orders:80",
			"http://orders, http://10.0.0.1:8080, http://10.0.0.1:8080/b, http://10.0.0.1:8080",
			"https://orders, http://10.0.0.1:8080, http://10.0.0.1:8080/b, http://10.0.0.1:8080",
			"http://orders, https://10.0.0.1:8443, http://orders/b, http://orders:80" })
	void theServiceAndItsInstanceAreOneOrigin(String service, String instance, String location, String expected) {
		H2Request next = after(routed(service, instance), 302, location);
		assertThat(next.endpoint()).hasToString(expected);
		assertThat(next.headers().contains("cookie")).isTrue();
	}

	@ParameterizedTest(name = "{0} at {1} to {2}")
	@CsvSource({ "http://orders, https://10.0.0.1:8443, http://10.0.0.2/b",
			"https://orders, http://10.0.0.1:8080, http://10.0.0.2/b" })
	void fromAServiceOverHttpsToHttpIsNotFollowed(String service, String instance, String location) {
		assertThat(after(routed(service, instance), 302, location)).isNull();
	}

}

package io.conpool.autoconfigure.httpclient;

import java.net.URI;
import java.time.Duration;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpCookieHandling;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CallSettingsTests {

	private final H2Client client = H2Client.builder().build();

	@Test
	void withoutReadTimeoutTheClientsTimeoutsHold() {
		H2Request request = request(HttpClientSettings.defaults());
		assertThat(request.responseTimeout()).isNull();
		assertThat(request.idleTimeout()).isNull();
		assertThat(request.timeout()).isNull();
	}

	@Test
	void theReadTimeoutBoundsEachWaitAndNotTheWholeCall() {
		H2Request request = request(HttpClientSettings.defaults().withReadTimeout(Duration.ofMinutes(2)));
		assertThat(request.responseTimeout()).isEqualTo(Duration.ofMinutes(2));
		assertThat(request.idleTimeout()).isEqualTo(Duration.ofMinutes(2));
		assertThat(request.timeout()).isEqualTo(Duration.ofDays(365));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "P366D" })
	void aReadTimeoutThatIsNoneIsRefused(Duration timeout) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CallSettings.of(HttpClientSettings.defaults().withReadTimeout(timeout)))
			.withMessageContaining("readTimeout: " + timeout);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "FOLLOW_WHEN_POSSIBLE", "FOLLOW" })
	void redirectsAreFollowed(HttpRedirects redirects) {
		assertThat(request(HttpClientSettings.defaults().withRedirects(redirects)).redirects()).isEqualTo(20);
	}

	@Test
	void redirectsAreNotFollowedWhereTheyMustNotBe() {
		assertThat(request(HttpClientSettings.defaults().withRedirects(HttpRedirects.DONT_FOLLOW)).redirects())
			.isZero();
	}

	@Test
	void cookiesCannotBeKept() {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> CallSettings.of(HttpClientSettings.defaults().withCookieHandling(HttpCookieHandling.ENABLE)))
			.withMessageContaining("keeps no cookies");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "ENABLE_WHEN_POSSIBLE", "DISABLE" })
	void cookiesThatNeedNotBeKeptAreNot(HttpCookieHandling handling) {
		assertThat(CallSettings.of(HttpClientSettings.defaults().withCookieHandling(handling)))
			.isEqualTo(CallSettings.of(HttpClientSettings.defaults()));
	}

	@Test
	void aRelativeUriIsRelativeToTheClientsBase() {
		try (H2Client client = H2Client.builder().baseUri(URI.create("http://localhost:8080/base/")).build()) {
			assertThat(CallSettings.of(HttpClientSettings.defaults())
				.request(client, HttpMethod.GET, URI.create("x?y=1"))
				.build()
				.uri()).isEqualTo(URI.create("http://localhost:8080/base/x?y=1"));
		}
	}

	@Test
	void aRelativeUriWithoutABaseIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> CallSettings.of(HttpClientSettings.defaults())
			.request(this.client, HttpMethod.GET, URI.create("/x")));
	}

	private H2Request request(HttpClientSettings settings) {
		return CallSettings.of(settings).request(this.client, HttpMethod.GET, URI.create("http://localhost/")).build();
	}

	@AfterEach
	void close() {
		this.client.close();
	}

}

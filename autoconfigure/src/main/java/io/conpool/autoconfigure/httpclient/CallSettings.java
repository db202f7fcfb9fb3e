package io.conpool.autoconfigure.httpclient;

import java.net.URI;
import java.time.Duration;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpCookieHandling;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;

/**
 * The settings of Spring's clients that are about single calls, so that calls with
 * different ones share their connections. Immutable.
 *
 * @param readTimeout the longest wait for the response's headers, and for each further
 * part of its content, or null for what the client has. With it the whole call may last
 * as long as the response goes on; without it, as long as the client's request timeout
 * @param redirects how many redirects a call follows, 0 or more
 */
public record CallSettings(@Nullable Duration readTimeout, int redirects) {

	// As other clients do; a loop ends in the last redirect as the response.
	private static final int MOST_REDIRECTS = 20;

	// The longest timeout that a request may have.
	private static final Duration UNBOUNDED = Duration.ofDays(365);

	public CallSettings {
		Assert.isTrue(readTimeout == null || isInRange(readTimeout),
				() -> "readTimeout: " + readTimeout + " (expected: more than 0, at most 365 days)");
	}

	private static boolean isInRange(Duration timeout) {
		return !timeout.isZero() && !timeout.isNegative() && timeout.compareTo(UNBOUNDED) <= 0;
	}

	/**
	 * Takes what is about calls out of the settings; redirects are followed unless they
	 * say otherwise.
	 * @param settings the settings of one of Spring's clients
	 * @return the settings of calls
	 * @throws IllegalArgumentException if cookies are to be kept, which the client does
	 * not do, or the timeout is out of its range
	 */
	public static CallSettings of(HttpClientSettings settings) {
		Assert.isTrue(settings.cookieHandling() != HttpCookieHandling.ENABLE,
				"cookieHandling: ENABLE (expected: ENABLE_WHEN_POSSIBLE or DISABLE; the HTTP/2 client keeps no cookies)");
		return new CallSettings(settings.readTimeout(),
				(settings.redirects() == HttpRedirects.DONT_FOLLOW) ? 0 : MOST_REDIRECTS);
	}

	/**
	 * Begins a request with these settings.
	 * @param client what will send it
	 * @param method the method
	 * @param uri absolute, or relative to the client's base URI
	 * @return a builder
	 * @throws IllegalArgumentException if the method is none that may be sent, or the URI
	 * is relative and the client has no base URI
	 */
	public H2Request.Builder request(H2Client client, HttpMethod method, URI uri) {
		H2Request.Builder request = uri.isAbsolute() ? H2Request.builder(method.name(), uri)
				: client.request(method.name(), uri.toString());
		if (this.readTimeout != null) {
			request.responseTimeout(this.readTimeout).idleTimeout(this.readTimeout).timeout(UNBOUNDED);
		}
		return request.redirects(this.redirects);
	}

}

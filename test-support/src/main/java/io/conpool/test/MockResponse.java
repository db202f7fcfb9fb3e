package io.conpool.test;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

import io.conpool.http.HttpHeaders;

/**
 * A response of {@link MockH2Server}. Immutable.
 */
public final class MockResponse {

	private final int status;

	private final HttpHeaders headers;

	private final byte[] body;

	private MockResponse(int status, HttpHeaders headers, byte[] body) {
		if (status < 200 || status > 599) {
			throw new IllegalArgumentException("status: " + status + " (expected: 200 to 599)");
		}
		this.status = status;
		this.headers = headers;
		this.body = body;
	}

	/**
	 * A response without header fields and content.
	 * @param status the status code, 200 to 599
	 * @return the response
	 * @throws IllegalArgumentException if the status is out of its range
	 */
	public static MockResponse status(int status) {
		return new MockResponse(status, HttpHeaders.empty(), new byte[0]);
	}

	/**
	 * A response of status 200 with the content-type {@code application/json}.
	 * @param json its content
	 * @return the response
	 */
	public static MockResponse json(String json) {
		return text(json, "application/json");
	}

	/**
	 * A response of status 200 with the content-type {@code text/plain;charset=utf-8}.
	 * @param text its content
	 * @return the response
	 */
	public static MockResponse text(String text) {
		return text(text, "text/plain;charset=utf-8");
	}

	private static MockResponse text(String text, String type) {
		return status(200).withHeader("content-type", type).withBody(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The same response with another status.
	 * @param status the status code, 200 to 599
	 * @return a new response
	 * @throws IllegalArgumentException if the status is out of its range
	 */
	public MockResponse withStatus(int status) {
		return new MockResponse(status, this.headers, this.body);
	}

	/**
	 * The same response with one header field more.
	 * @param name the field's name; sent in lower case (RFC 9113 section 8.2)
	 * @param value the field's value
	 * @return a new response
	 * @throws IllegalArgumentException if the name is that of a pseudo-header field
	 */
	public MockResponse withHeader(String name, String value) {
		if (name.startsWith(":")) {
			throw new IllegalArgumentException("name: " + name + " (expected: no pseudo-header field)");
		}
		return new MockResponse(this.status, HttpHeaders.builder().addAll(this.headers).add(name, value).build(),
				this.body);
	}

	/**
	 * The same response with other content.
	 * @param body the bytes; copied
	 * @return a new response
	 */
	public MockResponse withBody(byte[] body) {
		return new MockResponse(this.status, this.headers, Objects.requireNonNull(body, "body").clone());
	}

	/**
	 * The status code.
	 * @return 200 to 599
	 */
	public int status() {
		return this.status;
	}

	/**
	 * The header fields.
	 * @return the headers
	 */
	public HttpHeaders headers() {
		return this.headers;
	}

	/** The content itself. */
	byte[] body() {
		return this.body;
	}

	@Override
	public String toString() {
		return this.status + " " + this.headers + ", " + this.body.length + " bytes";
	}

}

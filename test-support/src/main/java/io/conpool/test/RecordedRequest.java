package io.conpool.test;

import java.nio.charset.StandardCharsets;

import io.conpool.http.HttpHeaders;

/**
 * A request as {@link MockH2Server} has received it, once per attempt of the client: one
 * that is refused and replayed is there twice. Immutable as long as its bytes are left
 * alone.
 */
public final class RecordedRequest {

	private final int connection;

	private final String method;

	private final String path;

	private final HttpHeaders headers;

	private final byte[] body;

	RecordedRequest(int connection, String method, String path, HttpHeaders headers, byte[] body) {
		this.connection = connection;
		this.method = method;
		this.path = path;
		this.headers = headers;
		this.body = body;
	}

	/**
	 * Which connection the request came over: the first that the server accepted is 1,
	 * the next one 2. Requests over the same connection have the same number.
	 * @return the number, from 1
	 */
	public int connection() {
		return this.connection;
	}

	/**
	 * The method.
	 * @return for example {@code GET}
	 */
	public String method() {
		return this.method;
	}

	/**
	 * The path with its query, as it was sent.
	 * @return for example {@code /orders?page=2}
	 */
	public String path() {
		return this.path;
	}

	/**
	 * The header fields, without pseudo-header fields.
	 * @return the headers
	 */
	public HttpHeaders headers() {
		return this.headers;
	}

	/**
	 * The content itself, not a copy, with its codings not undone.
	 * @return the bytes; none where there is no content
	 */
	public byte[] body() {
		return this.body;
	}

	/**
	 * The content as text in UTF-8.
	 * @return the text
	 */
	public String bodyAsString() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return this.method + " " + this.path + " " + this.headers + ", " + this.body.length + " bytes";
	}

}

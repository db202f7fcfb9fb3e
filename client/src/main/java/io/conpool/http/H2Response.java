package io.conpool.http;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A response with all its content. Immutable as long as its bytes are left alone.
 */
public final class H2Response {

	private final int status;

	private final HttpHeaders headers;

	private final byte[] body;

	private final HttpHeaders trailers;

	private final URI uri;

	/**
	 * Puts a response together; a test of one's own code may, too.
	 * @param status the status code, 200 to 599 as a rule
	 * @param headers the header fields
	 * @param body the content; not copied
	 * @param trailers the trailer fields
	 * @param uri what was asked for
	 */
	public H2Response(int status, HttpHeaders headers, byte[] body, HttpHeaders trailers, URI uri) {
		this.status = status;
		this.headers = headers;
		this.body = body;
		this.trailers = trailers;
		this.uri = uri;
	}

	/**
	 * The final status code: informational responses are passed over.
	 * @return the status code
	 */
	public int status() {
		return this.status;
	}

	/**
	 * The header fields. Where the content was decoded, content-encoding and
	 * content-length are gone.
	 * @return the headers
	 */
	public HttpHeaders headers() {
		return this.headers;
	}

	/**
	 * The content itself, not a copy.
	 * @return the bytes; none where there is no content
	 */
	public byte[] body() {
		return this.body;
	}

	/**
	 * The content as text, in the charset that content-type names, or UTF-8.
	 * @return the text
	 */
	public String bodyAsString() {
		return new String(this.body, charset());
	}

	private Charset charset() {
		String type = this.headers.first("content-type").orElse("");
		for (String parameter : type.split(";", -1)) {
			String[] pair = parameter.trim().split("=", 2);
			if (pair.length == 2 && pair[0].trim().equalsIgnoreCase("charset")) {
				return charset(pair[1].trim().replace("\"", ""));
			}
		}
		return StandardCharsets.UTF_8;
	}

	private static Charset charset(String name) {
		try {
			return Charset.forName(name);
		}
		catch (IllegalArgumentException ex) {
			// The server's mistake must not cost the caller the content.
			return StandardCharsets.UTF_8;
		}
	}

	/**
	 * The trailer fields (RFC 9113 section 8.1).
	 * @return the trailers; empty where there are none
	 */
	public HttpHeaders trailers() {
		return this.trailers;
	}

	/**
	 * What was asked for in the end.
	 * @return the request's URI, or where the last redirect that was followed led to
	 */
	public URI uri() {
		return this.uri;
	}

	@Override
	public String toString() {
		return this.status + " " + this.headers + ", " + this.body.length + " bytes";
	}

}

package io.conpool.http;

import java.net.URI;

/**
 * A response whose content is read as it arrives. It must be read to its end or closed:
 * until then it keeps its stream, at the longest until the call's deadline.
 *
 * @param status the final status code
 * @param headers the header fields; where the content is decoded, content-encoding and
 * content-length are gone
 * @param body the content
 * @param uri what was asked for in the end: the request's URI, or where the last redirect
 * that was followed led to
 */
public record StreamedResponse(int status, HttpHeaders headers, ResponseBody body, URI uri) implements AutoCloseable {

	/**
	 * Ends the exchange unless the content was read to its end: the server is told that
	 * the rest is not wanted.
	 */
	@Override
	public void close() {
		this.body.close();
	}

	@Override
	public String toString() {
		return this.status + " " + this.headers;
	}

}

package io.conpool.benchmarks.client;

import java.net.URI;

/**
 * What is sent.
 *
 * @param uri where to
 * @param content sent with POST; of length 0 for GET
 * @param streamed whether the response is read as it arrives and dropped, else gathered
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record BenchRequest(URI uri, byte[] content, boolean streamed) {

	/**
	 * Whether there is content to send.
	 * @return true for POST, false for GET
	 */
	public boolean isPost() {
		return this.content.length > 0;
	}

}

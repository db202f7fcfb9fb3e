package io.conpool.http2;

import java.util.Arrays;

import io.conpool.http.H2Response;
import io.conpool.http.HttpHeaders;
import io.netty.buffer.ByteBuf;

/**
 * A response while it arrives: its head, the content so far, its trailers. Memory grows
 * with what has arrived, not with what was announced. Confined to the connection's event
 * loop.
 */
final class ResponseAssembly {

	private static final byte[] NOTHING = new byte[0];

	private static final int FIRST_ALLOCATION = 16 * 1024;

	private final int status;

	private final HttpHeaders headers;

	// As content-length says; negative if it does not.
	private final long expectedLength;

	private final boolean withoutContent;

	private HttpHeaders trailers = HttpHeaders.empty();

	private byte[] content = NOTHING;

	private int length;

	ResponseAssembly(int status, HttpHeaders headers, long contentLength, String method) {
		this.status = status;
		this.headers = headers;
		// RFC 9110 section 6.4.1: these never have content, and content-length then
		// speaks of another response.
		this.withoutContent = method.equals("HEAD") || status == 204 || status == 304;
		this.expectedLength = this.withoutContent ? 0 : contentLength;
	}

	long expectedLength() {
		return this.expectedLength;
	}

	long length() {
		return this.length;
	}

	/**
	 * Whether so many more bytes contradict content-length, or come where there is no
	 * content.
	 */
	boolean wouldExceedExpected(int bytes) {
		return this.expectedLength >= 0 && this.length + (long) bytes > this.expectedLength;
	}

	/** Whether the content is shorter than content-length says. */
	boolean isShort() {
		return this.expectedLength > this.length;
	}

	void append(ByteBuf data) {
		int bytes = data.readableBytes();
		int needed = this.length + bytes;
		if (needed > this.content.length) {
			long likely = (this.expectedLength >= 0) ? this.expectedLength : 0;
			int first = (int) Math.min(likely, FIRST_ALLOCATION);
			this.content = Arrays.copyOf(this.content, capacity(needed, first));
		}
		data.readBytes(this.content, this.length, bytes);
		this.length = needed;
	}

	private int capacity(int needed, int first) {
		long doubled = Math.min(this.content.length * 2L, Integer.MAX_VALUE - 8);
		long wanted = Math.max(needed, Math.max(first, doubled));
		boolean beyondExpected = this.expectedLength >= needed && wanted > this.expectedLength;
		return (int) (beyondExpected ? this.expectedLength : wanted);
	}

	void trailers(HttpHeaders fields) {
		this.trailers = fields;
	}

	H2Response complete() {
		byte[] body = (this.content.length == this.length) ? this.content : Arrays.copyOf(this.content, this.length);
		return new H2Response(this.status, this.headers, body, this.trailers);
	}

}

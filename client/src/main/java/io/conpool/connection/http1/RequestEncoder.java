package io.conpool.connection.http1;

import java.nio.charset.StandardCharsets;

import io.conpool.connection.OutboundContent;
import io.conpool.connection.OutputBuffer;
import io.conpool.http.H2Request;
import io.conpool.http.HttpHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * Writes requests (RFC 9112 sections 3, 6 and 7) to the connection's output. Content
 * whose length is not known, or that trailers follow, goes in chunks. Confined to the
 * connection's event loop.
 */
final class RequestEncoder {

	private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");

	private static final byte[] CRLF = ascii("\r\n");

	private static final byte[] LAST_CHUNK = ascii("0\r\n");

	private final OutputBuffer output;

	private boolean chunked;

	// With the head of the last request.
	private int headBurst;

	RequestEncoder(OutputBuffer output) {
		this.output = output;
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	/** Whether a byte of the last request can have left this machine. */
	boolean isHeadFlushed() {
		return this.output.isFlushed(this.headBurst);
	}

	void head(H2Request request) {
		ByteBuf out = this.output.open();
		this.headBurst = this.output.burst();
		this.chunked = request.body().length() < 0 || request.trailers() != null;
		text(out, request.method());
		out.writeByte(' ');
		text(out, request.path());
		out.writeBytes(VERSION);
		field(out, "host", request.endpoint().authority());
		fields(out, request.headers(), this.chunked);
		if (this.chunked) {
			field(out, "transfer-encoding", "chunked");
		}
		out.writeBytes(CRLF);
	}

	private static void fields(ByteBuf out, HttpHeaders headers, boolean chunked) {
		headers.forEach((name, value) -> {
			// RFC 9112 section 6.2: a length has no place beside chunks.
			boolean length = name.equals("content-length");
			if (!name.equals("cookie") && !(length && chunked)) {
				field(out, name, value);
			}
		});
		if (headers.contains("te")) {
			// RFC 9110 section 10.1.4.
			field(out, "connection", "te");
		}
		if (headers.contains("cookie")) {
			// RFC 9113 section 8.2.3: outside of HTTP/2 there is one field of this name.
			field(out, "cookie", String.join("; ", headers.all("cookie")));
		}
	}

	private static void field(ByteBuf out, String name, String value) {
		text(out, name);
		out.writeByte(':').writeByte(' ');
		text(out, value);
		out.writeBytes(CRLF);
	}

	/** One byte per character, whose value H2Request has seen to. */
	private static void text(ByteBuf out, String text) {
		ByteBufUtil.writeAscii(out, text);
	}

	/** Writes the next bytes of the content, in one chunk if it goes in chunks. */
	void content(OutboundContent content, int length) {
		ByteBuf out = this.output.open();
		if (this.chunked) {
			text(out, Integer.toHexString(length));
			out.writeBytes(CRLF);
		}
		// At once, so that the buffer does not grow piece by piece.
		out.ensureWritable(length + CRLF.length);
		content.writeTo(out, length);
		if (this.chunked) {
			out.writeBytes(CRLF);
		}
	}

	/** Ends the content; there are no trailers but in chunks. */
	void endContent(HttpHeaders trailers) {
		if (this.chunked) {
			ByteBuf out = this.output.open().writeBytes(LAST_CHUNK);
			trailers.forEach((name, value) -> field(out, name, value));
			out.writeBytes(CRLF);
		}
	}

}

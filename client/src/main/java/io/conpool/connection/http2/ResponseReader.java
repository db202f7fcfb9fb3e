package io.conpool.connection.http2;

import io.conpool.connection.ResponseSink;
import io.conpool.connection.http2.frame.HeaderList;
import io.conpool.connection.http2.frame.HeaderMapper;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.HttpHeaders;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The response half of an exchange (RFC 9113 section 8.1): informational responses, the
 * head, content within the stream's window and its announced length, trailers. What is
 * wrong with it ends the stream. Confined to the connection's event loop.
 */
final class ResponseReader {

	// So many lists of the largest size.
	private static final long MOST_INFORMATIONAL = 4;

	private final H2Stream stream;

	private final ExchangeObserver observer;

	private final Http2Config config;

	private final ReceiveWindow window;

	// What informational responses have brought.
	private long informationalSize;

	private HttpHeaders trailers = HttpHeaders.empty();

	// As content-length says; negative if it does not.
	private long expectedLength = -1;

	private long length;

	// Not null from the final head on.
	private @Nullable ResponseSink sink;

	ResponseReader(H2Stream stream, ExchangeObserver observer, Http2Config config) {
		this.stream = stream;
		this.observer = observer;
		this.config = config;
		this.window = new ReceiveWindow(config.initialWindowSize());
	}

	void onHeaders(HeaderList list, boolean endStream) {
		if (list.isBeyondLimit()) {
			this.stream.failLocally(Http2ErrorCode.PROTOCOL_ERROR,
					new H2Error.ResponseHeadersTooLarge(this.config.maxHeaderListSize()));
			return;
		}
		if (this.sink != null) {
			onTrailers(list, endStream);
			return;
		}
		int status = HeaderMapper.status(list);
		HttpHeaders fields = (status < 0) ? null : HeaderMapper.fields(list, false);
		if (status < 0 || fields == null) {
			malformed((status < 0) ? "no valid :status" : "a field that HTTP/2 forbids");
		}
		else if (status < 200) {
			onInformational(status, fields, list.listSize(), endStream);
		}
		else {
			onHead(status, fields, HeaderMapper.contentLength(list), endStream);
		}
	}

	private void onInformational(int status, HttpHeaders fields, long size, boolean endStream) {
		this.informationalSize += size;
		if (endStream || status == 101) {
			malformed(
					endStream ? "an informational response that ends the stream" : "status 101 (RFC 9113 section 8.6)");
		}
		else if (this.informationalSize > MOST_INFORMATIONAL * this.config.maxHeaderListSize()) {
			this.stream.failLocally(Http2ErrorCode.ENHANCE_YOUR_CALM,
					new H2Error.MalformedResponse(this.stream.id(), "informational responses of more than "
							+ MOST_INFORMATIONAL * this.config.maxHeaderListSize() + " bytes"));
		}
		else {
			this.stream.writer().onStatus(status);
			this.observer.onInformational(status, fields);
		}
	}

	private void onHead(int status, HttpHeaders fields, long announced, boolean endStream) {
		if (announced < -1) {
			malformed("content-length is not one number");
			return;
		}
		this.expectedLength = this.stream.request().isAnsweredWithoutContent(status) ? 0 : announced;
		this.stream.responded();
		if (!endStream) {
			this.stream.writer().onStatus(status);
		}
		ResponseSink chosen = ResponseSink.of(this.stream.request().uri(), status, fields, this.expectedLength,
				this.config.maxResponseBodySize(), this.observer, this.stream);
		this.sink = chosen;
		if (chosen.isBeyondLimit(this.expectedLength)) {
			bodyTooLarge();
		}
		else if (endStream) {
			onEnd();
		}
	}

	private void onTrailers(HeaderList list, boolean endStream) {
		HttpHeaders fields = HeaderMapper.fields(list, true);
		if (!endStream || fields == null) {
			malformed(endStream ? "a field that trailers must not have" : "trailers that do not end the stream");
			return;
		}
		this.trailers = fields;
		onEnd();
	}

	void onContent(ByteBuf in, int content, int padding, boolean endStream) {
		ResponseSink current = this.sink;
		if (!this.window.received(content + padding)) {
			this.stream.failLocally(Http2ErrorCode.FLOW_CONTROL_ERROR,
					new H2Error.MalformedResponse(this.stream.id(), "the stream's window was overrun"));
			return;
		}
		if (current == null) {
			malformed("DATA before the response's headers");
			return;
		}
		this.length += content;
		if (this.expectedLength >= 0 && this.length > this.expectedLength) {
			this.stream.failLocally(Http2ErrorCode.PROTOCOL_ERROR, lengthMismatch());
		}
		else if (current.isBeyondLimit(this.length)) {
			bodyTooLarge();
		}
		else {
			if (content > 0) {
				if (!endStream) {
					this.stream.progressed();
				}
				current.content(content, in::readBytes);
			}
			accepted(endStream, current.consumesAtOnce() ? content + padding : padding);
		}
	}

	private void accepted(boolean endStream, int consumed) {
		if (endStream) {
			onEnd();
		}
		else {
			consumed(consumed);
		}
	}

	/**
	 * Content was used up: the peer may send as much more, which it is told in large
	 * portions.
	 */
	void consumed(int bytes) {
		if (this.stream.isEnded()) {
			return;
		}
		int grant = this.window.consumed(bytes, this.stream.windowGrowth());
		if (grant > 0) {
			this.stream.grant(grant);
		}
	}

	/** What the peer may still send. */
	int windowLeft() {
		return this.window.left();
	}

	private void onEnd() {
		this.stream.responseEnded((this.expectedLength > this.length) ? lengthMismatch() : null);
	}

	private H2Error lengthMismatch() {
		return new H2Error.ContentLengthMismatch(this.expectedLength, this.length);
	}

	private void bodyTooLarge() {
		this.stream.failLocally(Http2ErrorCode.CANCEL, new H2Error.BodyTooLarge(this.config.maxResponseBodySize()));
	}

	private void malformed(String detail) {
		this.stream.failLocally(Http2ErrorCode.PROTOCOL_ERROR, new H2Error.MalformedResponse(this.stream.id(), detail));
	}

	/** The stream is closed, with an error or after the complete response. */
	void closed(@Nullable H2Error error) {
		ResponseSink.end(this.sink, this.observer, error, this.trailers);
	}

}

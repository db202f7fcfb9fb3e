package io.conpool.connection.http1;

import java.util.Locale;
import java.util.Map;

import io.conpool.connection.ConnectionFields;
import io.conpool.connection.ResponseSink;
import io.conpool.error.H2Error;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.HttpHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import org.jspecify.annotations.Nullable;

/**
 * The response half of an exchange (RFC 9112): informational responses, the head,
 * content, trailers. What is wrong with it ends the connection, since nobody knows where
 * the next response would begin. A reader that is behind makes the socket wait. Confined
 * to the connection's event loop.
 */
final class ResponseReader {

	// So many heads of the largest size.
	private static final long MOST_INFORMATIONAL = 4;

	// "HTTP/1.1 103 " and its line end.
	private static final int STATUS_LINE = 15;

	private final Http1Exchange exchange;

	private final Http1Loop connection;

	private final ExchangeObserver observer;

	private final Http1Config config;

	// What informational responses have brought, in bytes.
	private long informationalSize;

	// The decoder ends an informational response as it ends every other one.
	private boolean informational;

	private boolean keepAlive;

	private long length;

	private int unread;

	private HttpHeaders trailers = HttpHeaders.empty();

	// Not null from the final head on.
	private @Nullable ResponseSink sink;

	ResponseReader(Http1Exchange exchange, Http1Loop connection, ExchangeObserver observer, Http1Config config) {
		this.exchange = exchange;
		this.connection = connection;
		this.observer = observer;
		this.config = config;
	}

	void on(HttpObject message) {
		if (message.decoderResult().isFailure()) {
			undecodable(message.decoderResult().cause());
			return;
		}
		if (message instanceof HttpResponse head) {
			onHead(head);
		}
		if (message instanceof HttpContent content && !this.exchange.isEnded() && !this.informational) {
			onContent(content.content());
		}
		if (message instanceof LastHttpContent last && !this.exchange.isEnded()) {
			onEnd(last);
		}
	}

	private void undecodable(Throwable cause) {
		if (cause instanceof TooLongHttpHeaderException) {
			this.connection.fail(new H2Error.ResponseHeadersTooLarge(this.config.maxHeaderSize()));
		}
		else if (!(cause instanceof PrematureChannelClosureException)) {
			// Of the channel's end it is told anyway.
			this.connection.breach("not a response of HTTP/1.1: " + cause.getMessage());
		}
	}

	private void onHead(HttpResponse head) {
		int status = head.status().code();
		String fault = fault(head, status);
		if (fault != null) {
			this.connection.breach(fault);
			return;
		}
		this.connection.answered();
		this.informational = status < 200;
		if (this.informational) {
			this.informationalSize += size(head);
			if (this.informationalSize > MOST_INFORMATIONAL * this.config.maxHeaderSize()) {
				this.connection.breach("informational responses of more than "
						+ MOST_INFORMATIONAL * this.config.maxHeaderSize() + " bytes");
			}
			else {
				this.exchange.onStatus(status);
				this.observer.onInformational(status, fields(head.headers()));
			}
			return;
		}
		this.connection.idleLimit().hint(head.headers().get("keep-alive"));
		this.keepAlive = HttpUtil.isKeepAlive(head) && endsBeforeTheConnection(head, status)
				&& !this.connection.idleLimit().isTooShort();
		if (!this.keepAlive) {
			this.connection.drain();
		}
		this.exchange.onStatus(status);
		HttpHeaders fields = fields(head.headers());
		long announced = isWithoutContent(status) ? 0 : HttpUtil.getContentLength(head, -1L);
		ResponseSink chosen = ResponseSink.of(this.exchange.request().uri(), status, fields, announced,
				this.config.maxResponseBodySize(), this.observer, this.exchange);
		this.sink = chosen;
		if (chosen.isBeyondLimit(announced)) {
			bodyTooLarge();
		}
	}

	private static long size(HttpResponse head) {
		long size = STATUS_LINE;
		for (Map.Entry<String, String> field : head.headers()) {
			size += (long) field.getKey().length() + field.getValue().length();
		}
		return size;
	}

	/** What the decoder lets pass. */
	private static @Nullable String fault(HttpResponse head, int status) {
		HttpVersion version = head.protocolVersion();
		if (!version.protocolName().equals("HTTP") || version.majorVersion() != 1) {
			return "version " + version + " in answer to HTTP/1.1";
		}
		if (status < 100 || status > 999) {
			return "status " + status;
		}
		if (status == 101) {
			return "status 101 without an upgrade (RFC 9110 section 15.2.2)";
		}
		String coding = head.headers().get(HttpHeaderNames.TRANSFER_ENCODING);
		if (coding != null && version.minorVersion() == 0) {
			return "transfer-encoding in HTTP/1.0 (RFC 9112 section 6.1)";
		}
		boolean chunkedAlone = coding == null || (coding.equalsIgnoreCase("chunked")
				&& head.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING).size() == 1);
		return chunkedAlone ? null : "a transfer-encoding other than chunked, which was not asked for";
	}

	/**
	 * RFC 9112 section 6.3: if nothing else says where the content ends, the close does.
	 */
	private boolean endsBeforeTheConnection(HttpResponse head, int status) {
		return isWithoutContent(status) || HttpUtil.isContentLengthSet(head)
				|| HttpUtil.isTransferEncodingChunked(head);
	}

	private boolean isWithoutContent(int status) {
		return this.exchange.request().isAnsweredWithoutContent(status);
	}

	private static HttpHeaders fields(io.netty.handler.codec.http.HttpHeaders headers) {
		HttpHeaders.Builder fields = HttpHeaders.builder();
		for (Map.Entry<String, String> field : headers) {
			String name = field.getKey();
			if (!ConnectionFields.contains(name.toLowerCase(Locale.ROOT))) {
				fields.add(name, field.getValue());
			}
		}
		return fields.build();
	}

	private void onContent(ByteBuf content) {
		ResponseSink current = this.sink;
		int bytes = content.readableBytes();
		if (bytes == 0 || current == null) {
			return;
		}
		this.length += bytes;
		if (current.isBeyondLimit(this.length)) {
			bodyTooLarge();
			return;
		}
		this.observer.onProgress();
		current.content(content.readableBytes(), content::readBytes);
		if (!current.consumesAtOnce()) {
			this.unread += bytes;
			if (this.unread >= this.config.readAhead()) {
				this.connection.channel().reading(false);
			}
		}
	}

	/** The reader has used up content. */
	void consumed(int bytes) {
		this.unread -= bytes;
		if (this.unread <= this.config.readAhead() / 2) {
			this.connection.channel().reading(true);
		}
	}

	private void onEnd(LastHttpContent last) {
		if (this.informational) {
			this.informational = false;
			return;
		}
		this.trailers = fields(last.trailingHeaders());
		this.exchange.responseEnded(this.keepAlive);
	}

	private void bodyTooLarge() {
		this.connection.fail(new H2Error.BodyTooLarge(this.config.maxResponseBodySize()));
	}

	/** The exchange has ended, with an error or with the complete response. */
	void closed(@Nullable H2Error error) {
		ResponseSink.end(this.sink, this.observer, error, this.trailers);
	}

}

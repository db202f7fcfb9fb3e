package io.conpool.connection.http1;

import java.util.List;

import io.conpool.connection.ConnectionHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.AsciiString;

/**
 * Netty's decoder with this client's limits, stricter where RFC 9112 leaves a choice. It
 * decodes nothing that no request asked for. Confined to the connection's event loop.
 */
final class ResponseDecoder extends HttpResponseDecoder {

	private static final int MAX_STATUS_LINE = 8 * 1024;

	// Content is passed on as it arrives; this only keeps a read from being cut up.
	private static final int PIECE = 64 * 1024;

	private final ConnectionHandler<Http1Loop> handler;

	ResponseDecoder(Http1Config config, ConnectionHandler<Http1Loop> handler) {
		super(new HttpDecoderConfig().setMaxInitialLineLength(MAX_STATUS_LINE)
			.setMaxHeaderSize(config.maxHeaderSize())
			.setMaxChunkSize(PIECE)
			.setAllowDuplicateContentLengths(false)
			.setStrictLineParsing(true)
			.setUseRfc9112TransferEncoding(true));
		this.handler = handler;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
		this.handler.arrived(((ByteBuf) message).readableBytes());
		this.handler.connection().heard();
		super.channelRead(ctx, message);
	}

	@Override
	protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
		if (this.handler.connection().expectsResponse()) {
			super.decode(ctx, in, out);
		}
		else {
			in.skipBytes(in.readableBytes());
			// Whatever it is, the next response could be mistaken for it.
			this.handler.connection().breach("bytes that no request asked for");
		}
	}

	/**
	 * Content that ends with the connection ends with close_notify, too (RFC 9112 section
	 * 9.8).
	 */
	@Override
	public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
		if (event == SslCloseCompletionEvent.SUCCESS) {
			super.userEventTriggered(ctx, ChannelInputShutdownEvent.INSTANCE);
		}
		super.userEventTriggered(ctx, event);
	}

	@Override
	protected boolean isContentAlwaysEmpty(HttpMessage message) {
		return this.handler.connection().expectsHead() || super.isContentAlwaysEmpty(message);
	}

	/** Netty ends a name at white space, and so hides what else may have been meant. */
	@Override
	protected AsciiString splitHeaderName(byte[] line, int start, int length) {
		if (line[start + length] != ':') {
			throw new IllegalArgumentException("white space behind the name of a field");
		}
		return super.splitHeaderName(line, start, length);
	}

	/** RFC 9112 section 6.3 lets a client repair this; whoever sends it may be lying. */
	@Override
	protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
		throw new IllegalArgumentException("both transfer-encoding and content-length");
	}

}

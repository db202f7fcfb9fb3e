package io.conpool.http2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.conpool.error.Http2ErrorCode;
import io.conpool.http.ConnectionState;
import io.conpool.transport.ConnectionChannel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameReader;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to frames: hands what the channel reads to Netty's frame reader, and ends every
 * burst with one flush. The connection comes into being with the active channel. Confined
 * to the connection's event loop.
 */
final class FrameChannelHandler extends ByteToMessageDecoder {

	private static final int HEADER_LIST_TOLERANCE = 4;

	private static final int TYPE_OFFSET = 3;

	private static final byte[] HTTP_1 = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

	private final Function<ConnectionChannel, ConnectionLoop> connections;

	private final FrameBudget budget;

	private final Http2Config config;

	private final Http2FrameReader reader;

	private @Nullable ConnectionLoop connection;

	private @Nullable InboundFrames inbound;

	private boolean firstBytesSeen;

	private long bytesRead;

	FrameChannelHandler(Http2Config config, FrameBudget budget,
			Function<ConnectionChannel, ConnectionLoop> connections) {
		this.config = config;
		this.budget = budget;
		this.connections = connections;
		// The codec checks names and values of header fields, and keeps the limit of the
		// list.
		DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder(true, true, config.maxHeaderListSize());
		DefaultHttp2FrameReader frames = new DefaultHttp2FrameReader(hpack);
		this.reader = frames;
		apply(config, frames, hpack);
	}

	/**
	 * Our settings hold from the beginning: whatever they bind, the peer sends after it
	 * has read them.
	 */
	private static void apply(Http2Config config, DefaultHttp2FrameReader frames, DefaultHttp2HeadersDecoder hpack) {
		try {
			frames.maxFrameSize(config.maxFrameSize());
			hpack.maxHeaderTableSize(config.headerTableSize());
			// A list above the limit is the stream's error; only one far above it is the
			// connection's.
			long limit = config.maxHeaderListSize();
			hpack.maxHeaderListSize(limit, limit * HEADER_LIST_TOLERANCE);
		}
		catch (Http2Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		if (ctx.channel().isActive()) {
			start(ctx);
		}
	}

	@Override
	public void channelActive(ChannelHandlerContext ctx) {
		start(ctx);
	}

	private void start(ChannelHandlerContext ctx) {
		if (this.connection == null) {
			ConnectionLoop started = this.connections.apply(new ConnectionChannel(ctx));
			this.connection = started;
			this.inbound = new InboundFrames(started, this.config, this.budget);
			started.start();
		}
	}

	private ConnectionLoop connection() {
		return Objects.requireNonNull(this.connection);
	}

	private InboundFrames inbound() {
		return Objects.requireNonNull(this.inbound);
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
		this.bytesRead += ((ByteBuf) message).readableBytes();
		super.channelRead(ctx, message);
	}

	@Override
	protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
		if (isOver(in)) {
			in.skipBytes(in.readableBytes());
			return;
		}
		int end = endOfFrame(in);
		if (end > 0) {
			readFrame(ctx, in, end);
		}
	}

	/** Where the next frame ends, or -1 as long as it has not arrived as a whole. */
	private int endOfFrame(ByteBuf in) {
		if (in.readableBytes() < Http2CodecUtil.FRAME_HEADER_LENGTH) {
			return -1;
		}
		int end = in.readerIndex() + Http2CodecUtil.FRAME_HEADER_LENGTH;
		int length = in.getUnsignedMedium(in.readerIndex());
		if (length > this.reader.configuration().frameSizePolicy().maxFrameSize()) {
			// The reader refuses it by its header.
			return end;
		}
		return (length <= in.writerIndex() - end) ? end + length : -1;
	}

	/**
	 * The reader gets one frame at a time, because its errors do not say which type of
	 * frame was wrong.
	 */
	private void readFrame(ChannelHandlerContext ctx, ByteBuf in, int end) {
		byte type = in.getByte(in.readerIndex() + TYPE_OFFSET);
		int readable = in.writerIndex();
		in.writerIndex(end);
		try {
			this.reader.readFrame(ctx, in, inbound());
		}
		catch (Http2Exception ex) {
			inbound().onError(ex, type);
		}
		finally {
			in.writerIndex(readable);
		}
	}

	/**
	 * Nothing is read from a connection that is closed, nor from a peer that speaks
	 * something else.
	 */
	private boolean isOver(ByteBuf in) {
		if (!this.firstBytesSeen && in.readableBytes() >= HTTP_1.length) {
			this.firstBytesSeen = true;
			byte[] first = ByteBufUtil.getBytes(in, in.readerIndex(), HTTP_1.length);
			if (Arrays.equals(first, HTTP_1)) {
				connection().fail(Http2ErrorCode.PROTOCOL_ERROR, "the server answers in HTTP/1");
			}
		}
		return connection().status().is(ConnectionState.CLOSED);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
		super.channelReadComplete(ctx);
		long bytes = this.bytesRead;
		this.bytesRead = 0;
		connection().burstRead(bytes);
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext ctx) {
		if (this.connection != null && ctx.channel().isWritable()) {
			this.connection.endBurst();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) throws Exception {
		super.channelInactive(ctx);
		closed(null);
	}

	@Override
	protected void handlerRemoved0(ChannelHandlerContext ctx) {
		closed(null);
		this.reader.close();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		if (cause instanceof IOException) {
			closed(cause);
		}
		else if (this.connection != null) {
			Http2ErrorCode code = (cause instanceof Http2Exception breach) ? Http2ErrorCode.of(breach.error().code())
					: Http2ErrorCode.INTERNAL_ERROR;
			this.connection.fail(code, String.valueOf(cause.getMessage()));
		}
		ctx.close();
	}

	private void closed(@Nullable Throwable cause) {
		if (this.connection != null) {
			this.connection.channelClosed(cause);
		}
	}

}

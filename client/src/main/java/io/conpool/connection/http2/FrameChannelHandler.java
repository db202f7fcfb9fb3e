package io.conpool.connection.http2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.conpool.connection.ConnectionChannel;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.ConnectionState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import org.jspecify.annotations.Nullable;

/**
 * Hands what the channel reads to the frame reader, and ends every burst with one flush.
 * The connection comes into being with the active channel. Confined to the connection's
 * event loop.
 */
final class FrameChannelHandler extends ByteToMessageDecoder {

	private static final byte[] HTTP_1 = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

	private final Function<ConnectionChannel, ConnectionLoop> connections;

	private final FrameBudget budget;

	private final Http2Config config;

	private @Nullable ConnectionLoop connection;

	private @Nullable InboundFrames inbound;

	private @Nullable FrameReader reader;

	private boolean firstBytesSeen;

	private long bytesRead;

	FrameChannelHandler(Http2Config config, FrameBudget budget,
			Function<ConnectionChannel, ConnectionLoop> connections) {
		this.config = config;
		this.budget = budget;
		this.connections = connections;
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
			InboundFrames frames = new InboundFrames(started, this.config, this.budget);
			this.inbound = frames;
			this.reader = new FrameReader(this.config, frames);
			started.start();
		}
	}

	private ConnectionLoop connection() {
		return Objects.requireNonNull(this.connection);
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
		try {
			Objects.requireNonNull(this.reader).read(in);
		}
		catch (Breach breach) {
			Objects.requireNonNull(this.inbound).onBreach(breach);
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

package io.conpool.http2;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * The channel as a connection sees it. Confined to its event loop, but for {@link #id},
 * {@link #remoteAddress} and {@link #loop}.
 */
final class FrameChannel {

	// DATA stops far below this, so more means a peer that makes us answer without
	// reading the answers.
	private static final long MAX_UNREAD_BYTES = 1 << 20;

	private static final long CLOSE_BOUND_MILLIS = 1_000;

	private final ChannelHandlerContext ctx;

	private final String remoteAddress;

	FrameChannel(ChannelHandlerContext ctx) {
		this.ctx = ctx;
		this.remoteAddress = text(ctx.channel().remoteAddress());
	}

	/** Without the name that was resolved: the connection does not lead to a name. */
	private static String text(@Nullable SocketAddress address) {
		if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
			return NetUtil.toSocketAddressString(inet.getAddress().getHostAddress(), inet.getPort());
		}
		return String.valueOf(address);
	}

	String id() {
		return this.ctx.channel().id().asShortText();
	}

	String remoteAddress() {
		return this.remoteAddress;
	}

	Executor loop() {
		return this.ctx.executor();
	}

	ByteBuf allocate(int capacity) {
		return this.ctx.alloc().buffer(capacity);
	}

	ChannelFuture writeAndFlush(ByteBuf buffer) {
		return this.ctx.writeAndFlush(buffer);
	}

	boolean isWritable() {
		return this.ctx.channel().isWritable();
	}

	boolean isPeerNotReading() {
		return !isWritable() && this.ctx.channel().bytesBeforeWritable() > MAX_UNREAD_BYTES;
	}

	/** Closes when all is written, or soon if the peer does not read. */
	void closeWhenFlushed() {
		this.ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		this.ctx.executor().schedule(() -> this.ctx.channel().close(), CLOSE_BOUND_MILLIS, TimeUnit.MILLISECONDS);
	}

}

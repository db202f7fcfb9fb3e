package io.conpool.connection;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * The channel as a connection sees it. Confined to its event loop, but for {@link #id},
 * {@link #remoteAddress} and {@link #loop}.
 */
public final class ConnectionChannel {

	private static final long CLOSE_BOUND_MILLIS = 1_000;

	private final ChannelHandlerContext ctx;

	private final String remoteAddress;

	/**
	 * Wraps a channel.
	 * @param ctx the context of the protocol's handler, through which is written
	 */
	public ConnectionChannel(ChannelHandlerContext ctx) {
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

	/**
	 * A short name of the channel.
	 * @return hexadecimal digits
	 */
	public String id() {
		return this.ctx.channel().id().asShortText();
	}

	/**
	 * The peer's address.
	 * @return IP address and port
	 */
	public String remoteAddress() {
		return this.remoteAddress;
	}

	/**
	 * The channel's event loop.
	 * @return the loop
	 */
	public Executor loop() {
		return this.ctx.executor();
	}

	/**
	 * Returns the time on the event loop's clock.
	 * @return nanoseconds, of which only differences mean anything
	 */
	public long nanoTime() {
		return this.ctx.executor().ticker().nanoTime();
	}

	/**
	 * Runs a task on the event loop, later: more exact than a {@link LoopTimer}, but a
	 * timer of its own for each task.
	 * @param task the task
	 * @param delayNanos after how long, in nanoseconds
	 * @return the way to take it back
	 */
	public Future<?> schedule(Runnable task, long delayNanos) {
		return this.ctx.executor().schedule(task, delayNanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * A new buffer.
	 * @param capacity its first capacity in bytes
	 * @return the buffer, the caller's to release or to write
	 */
	public ByteBuf allocate(int capacity) {
		return this.ctx.alloc().buffer(capacity);
	}

	/**
	 * Writes and flushes.
	 * @param buffer what to write; released
	 * @return completes when it was written
	 */
	public ChannelFuture writeAndFlush(ByteBuf buffer) {
		return this.ctx.writeAndFlush(buffer);
	}

	/**
	 * Whether the socket takes more without queueing.
	 * @return true if so
	 */
	public boolean isWritable() {
		return this.ctx.channel().isWritable();
	}

	/**
	 * Sets whether the socket is read at all; it is from the beginning.
	 * @param reading whether
	 */
	public void reading(boolean reading) {
		this.ctx.channel().config().setAutoRead(reading);
	}

	/**
	 * From now on a write that fails ends the writing alone: what the peer has sent
	 * before it can still be read. The connection hears of it by
	 * {@link ChannelEvents#writeFailed}.
	 */
	public void readToTheEnd() {
		this.ctx.channel().config().setAutoClose(false);
	}

	/**
	 * Closes when all is written, or soon if the peer does not read.
	 */
	public void closeWhenFlushed() {
		this.ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		closeSoon();
	}

	/**
	 * Closes within a second after reading, unless the peer closes before. A reader that
	 * makes the socket wait is waited for.
	 */
	public void closeSoon() {
		Channel channel = this.ctx.channel();
		Future<?> bound = this.ctx.executor().schedule(() -> {
			if (channel.config().isAutoRead()) {
				channel.close();
			}
			else {
				closeSoon();
			}
		}, CLOSE_BOUND_MILLIS, TimeUnit.MILLISECONDS);
		channel.closeFuture().addListener((closed) -> bound.cancel(false));
	}

	/**
	 * Closes at once; what was not written is not.
	 */
	public void close() {
		this.ctx.close();
	}

}

package io.conpool.connection;

import java.io.IOException;
import java.util.Objects;
import java.util.function.Function;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The end of a channel's pipeline, behind the protocol's decoder: tells the connection
 * what happens to the channel. The connection comes into being with the active channel.
 * Confined to the connection's event loop.
 *
 * @param <C> the connection
 */
public final class ConnectionHandler<C extends ChannelEvents> extends ChannelInboundHandlerAdapter {

	private final Function<ConnectionChannel, C> connections;

	private @Nullable C connection;

	private long bytesRead;

	/**
	 * Makes a handler for one channel.
	 * @param connections makes the connection
	 */
	public ConnectionHandler(Function<ConnectionChannel, C> connections) {
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
			C started = this.connections.apply(new ConnectionChannel(ctx));
			this.connection = started;
			started.start();
		}
	}

	/**
	 * Returns the connection, for the decoder.
	 * @return the connection, once the channel is active
	 */
	public C connection() {
		return Objects.requireNonNull(this.connection);
	}

	/**
	 * Counts bytes before they are decoded.
	 * @param bytes how many have arrived
	 */
	public void arrived(int bytes) {
		this.bytesRead += bytes;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		try {
			connection().received(message);
		}
		finally {
			ReferenceCountUtil.release(message);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
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

	/**
	 * close_notify ends the input, whether or not the peer closes the socket (RFC 8446
	 * section 6.1). Without it, content may have been cut (RFC 9112 section 9.8): that
	 * event comes before a decoder takes such content for complete.
	 */
	@Override
	public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
		if (event instanceof SslCloseCompletionEvent close) {
			closed(close.isSuccess() ? null : close.cause());
			ctx.close();
		}
		else if (event instanceof ChannelOutputShutdownEvent && this.connection != null) {
			this.connection.writeFailed();
		}
		super.userEventTriggered(ctx, event);
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		closed(null);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		closed(null);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		Throwable root = (cause instanceof DecoderException && cause.getCause() != null) ? cause.getCause() : cause;
		if (root instanceof IOException) {
			closed(root);
		}
		else if (this.connection != null) {
			this.connection.failed(root);
		}
		ctx.close();
	}

	private void closed(@Nullable Throwable cause) {
		if (this.connection != null) {
			this.connection.channelClosed(cause);
		}
	}

}

package io.conpool.connection.http1;

import java.io.IOException;
import java.util.Objects;
import java.util.function.Function;

import io.conpool.connection.ConnectionChannel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The end of the pipeline: hands to the connection what was decoded and what happens to
 * the channel. The connection comes into being with the active channel. Confined to the
 * connection's event loop.
 */
final class Http1ChannelHandler extends ChannelInboundHandlerAdapter {

	private final Function<ConnectionChannel, Http1Loop> connections;

	private @Nullable Http1Loop connection;

	private long bytesRead;

	Http1ChannelHandler(Function<ConnectionChannel, Http1Loop> connections) {
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
			Http1Loop started = this.connections.apply(new ConnectionChannel(ctx));
			this.connection = started;
			started.start();
		}
	}

	private Http1Loop connection() {
		return Objects.requireNonNull(this.connection);
	}

	// For the decoder

	void arrived(int bytes) {
		this.bytesRead += bytes;
		Http1Exchange exchange = connection().current();
		if (exchange != null) {
			exchange.heard();
		}
	}

	boolean expectsResponse() {
		return connection().current() != null;
	}

	boolean isHead() {
		Http1Exchange exchange = connection().current();
		return exchange != null && exchange.request().method().equals("HEAD");
	}

	/** Whatever it is, the next response could be mistaken for it. */
	void unasked() {
		connection().breach("bytes that no request asked for");
	}

	// From the decoder

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		try {
			Http1Exchange exchange = connection().current();
			if (exchange != null) {
				exchange.response().on((HttpObject) message);
			}
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
	 * RFC 9112 section 9.8: without close_notify, content that ends with the connection
	 * may have been cut. The event comes before the decoder takes it for complete.
	 */
	@Override
	public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
		if (event instanceof SslCloseCompletionEvent close && !close.isSuccess()) {
			closed(close.cause());
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
			this.connection.breach(cause.toString());
		}
		ctx.close();
	}

	private void closed(@Nullable Throwable cause) {
		if (this.connection != null) {
			this.connection.channelClosed(cause);
		}
	}

}

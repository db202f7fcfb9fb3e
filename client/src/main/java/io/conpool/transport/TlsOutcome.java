package io.conpool.transport;

import java.nio.channels.ClosedChannelException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * Waits for the end of the TLS handshake and tells how it went; what the peer sends right
 * behind it is kept for the handlers that come. Confined to the channel's event loop.
 */
final class TlsOutcome extends ApplicationProtocolNegotiationHandler {

	private final BiConsumer<Channel, String> negotiated;

	private final Consumer<Throwable> failed;

	TlsOutcome(BiConsumer<Channel, String> negotiated, Consumer<Throwable> failed) {
		super("");
		this.negotiated = negotiated;
		this.failed = failed;
	}

	@Override
	protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
		this.negotiated.accept(ctx.channel(), protocol);
	}

	/** The event tells of every failure; the codec's own call-back only of some. */
	@Override
	public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
		if (event instanceof SslHandshakeCompletionEvent completion && !completion.isSuccess()) {
			fail(ctx, completion.cause());
		}
		super.userEventTriggered(ctx, event);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		fail(ctx, cause);
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) throws Exception {
		fail(ctx, new ClosedChannelException());
		super.channelInactive(ctx);
	}

	private void fail(ChannelHandlerContext ctx, Throwable cause) {
		this.failed.accept(cause);
		ctx.close();
	}

}

package io.conpool.transport;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;

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

	@Override
	protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
		this.failed.accept(cause);
		ctx.close();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		this.failed.accept(cause);
		ctx.close();
	}

}

package io.conpool.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.proxy.ProxyConnectionEvent;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * The way through a proxy, by Netty's handlers. Immutable.
 */
final class Tunnel {

	private static final int MAX_REASON = 256;

	private final ProxyConfig config;

	private final NoProxy noProxy;

	Tunnel(ProxyConfig config) {
		this.config = config;
		this.noProxy = NoProxy.of(config.noProxy());
		// What it refers to may be missing, which is better known now than when it is
		// needed.
		handler(InetSocketAddress.createUnresolved(config.host(), config.port()));
	}

	/** Whether the host is to be reached through the proxy. */
	boolean leadsTo(String host) {
		return !this.noProxy.contains(host);
	}

	String host() {
		return this.config.host();
	}

	/** What a channel begins with that is to lead to the proxy. */
	ChannelHandler entrance(InetAddress proxy) {
		return handler(new InetSocketAddress(proxy, this.config.port()));
	}

	private ProxyHandler handler(InetSocketAddress proxy) {
		String name = this.config.username();
		String password = this.config.password();
		ProxyHandler handler = switch (this.config.type()) {
			case HTTP -> (name != null) ? new HttpProxyHandler(proxy, name, password) : new HttpProxyHandler(proxy);
			case SOCKS5 -> new Socks5ProxyHandler(proxy, name, password);
		};
		// The connector keeps the time, for all steps together.
		handler.setConnectTimeoutMillis(0);
		return handler;
	}

	/** The destination as the proxy is told it: names are the proxy's to resolve. */
	static InetSocketAddress destination(Endpoint endpoint) {
		InetAddress literal = NetUtil.createInetAddressFromIpAddressString(endpoint.host());
		return (literal != null) ? new InetSocketAddress(literal, endpoint.port())
				: InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port());
	}

	/** Why there is no tunnel. The texts are those of Netty's handlers. */
	static H2Error error(Endpoint endpoint, String proxy, Throwable thrown) {
		if (!(thrown instanceof ProxyConnectException)) {
			return new H2Error.ConnectionFailed(endpoint, thrown);
		}
		String message = String.valueOf(thrown.getMessage());
		boolean authentication = message.contains("status: 407") || message.contains("authStatus: ")
				|| message.contains("authMethod: ");
		String reason = message.substring(message.lastIndexOf(", ") + 1).strip();
		return new H2Error.ProxyRefused(endpoint, proxy, reason.substring(0, Math.min(MAX_REASON, reason.length())),
				authentication);
	}

	/** Waits for the proxy's answer; what comes right behind it is not lost. */
	ChannelHandler exit(Runnable open, Consumer<Throwable> failed) {
		return new Exit(open, failed);
	}

	private static final class Exit extends ChannelInboundHandlerAdapter {

		private final Runnable open;

		private final Consumer<Throwable> failed;

		Exit(Runnable open, Consumer<Throwable> failed) {
			this.open = open;
			this.failed = failed;
		}

		@Override
		public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
			if (event instanceof ProxyConnectionEvent) {
				// The handlers behind are to be there before the codec passes on what it
				// has read too much.
				this.open.run();
				ctx.pipeline().remove(this);
			}
			else {
				super.userEventTriggered(ctx, event);
			}
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
			fail(ctx, cause);
		}

		@Override
		public void channelInactive(ChannelHandlerContext ctx) throws Exception {
			fail(ctx, null);
			super.channelInactive(ctx);
		}

		private void fail(ChannelHandlerContext ctx, @Nullable Throwable cause) {
			this.failed.accept((cause != null) ? cause : new ClosedChannelException());
			ctx.close();
		}

	}

}

package io.conpool.interop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;

/**
 * What stands behind a proxy: a server of HTTP/1.1 in this JVM that can be made to stall.
 * It offers the paths of {@link Paths} and {@link NettyPaths}. Safe for use by several
 * threads.
 */
final class Backend implements AutoCloseable {

	private final NettyPaths.Shared shared = new NettyPaths.Shared();

	// One thread, so that whatever it runs is all that happens at that time.
	private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final Channel channel;

	private final Set<Channel> accepted = new HashSet<>();

	private boolean stalls;

	Backend() {
		this.channel = new ServerBootstrap().group(this.loop)
			.channel(NioServerSocketChannel.class)
			.childHandler(new ChannelInitializer<>() {
				@Override
				protected void initChannel(Channel accepted) {
					accept(accepted);
				}
			})
			.bind(InetAddress.getLoopbackAddress(), 0)
			.syncUninterruptibly()
			.channel();
	}

	private void accept(Channel accepted) {
		this.accepted.add(accepted);
		accepted.closeFuture().addListener((closed) -> this.accepted.remove(accepted));
		accepted.config().setAutoRead(!this.stalls);
		accepted.pipeline()
			.addLast(new HttpServerCodec())
			.addLast(new HttpServerKeepAliveHandler())
			.addLast(new NettyPaths(this.shared));
	}

	int port() {
		return ((InetSocketAddress) this.channel.localAddress()).getPort();
	}

	/**
	 * Reads nothing any more, as a process that was stopped does. What comes is answered
	 * after {@link #resume()}.
	 */
	void stall() {
		setStalls(true);
	}

	/**
	 * Takes requests without ever answering them, as a process does whose own backend is
	 * gone. What comes after {@link #resume()} is answered.
	 */
	void forget() {
		this.shared.forgets = true;
	}

	/** Serves as before. */
	void resume() {
		this.shared.forgets = false;
		setStalls(false);
	}

	private void setStalls(boolean stalls) {
		this.loop.submit(() -> {
			this.stalls = stalls;
			this.accepted.forEach((connection) -> connection.config().setAutoRead(!stalls));
		}).syncUninterruptibly();
	}

	/** How often each id was sent to {@link NettyPaths#COUNT}. */
	Map<String, Integer> ids() {
		return this.shared.ids;
	}

	@Override
	public void close() {
		this.loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
	}

}

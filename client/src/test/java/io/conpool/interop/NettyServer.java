package io.conpool.interop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;

/**
 * Netty's own server in this JVM, in cleartext, with its defaults but for the number of
 * streams. It offers the paths of {@link Paths} and {@link NettyPaths}.
 */
final class NettyServer implements AutoCloseable {

	final AtomicInteger resets = new AtomicInteger();

	private final NettyPaths.Shared shared = new NettyPaths.Shared();

	private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final Channel channel;

	NettyServer(int maxStreams) {
		this.channel = new ServerBootstrap().group(this.loop)
			.channel(NioServerSocketChannel.class)
			.childHandler(new ChannelInitializer<>() {
				@Override
				protected void initChannel(Channel accepted) {
					Http2Settings settings = Http2Settings.defaultSettings().maxConcurrentStreams(maxStreams);
					accepted.pipeline()
						.addLast(Http2FrameCodecBuilder.forServer().initialSettings(settings).build())
						.addLast(new Http2MultiplexHandler(new Streams()));
				}
			})
			.bind(InetAddress.getLoopbackAddress(), 0)
			.syncUninterruptibly()
			.channel();
	}

	String uri(String path) {
		return "http://localhost:" + ((InetSocketAddress) this.channel.localAddress()).getPort() + path;
	}

	/** How many requests for {@link Paths#HANG} have come. */
	int hanging() {
		return this.shared.hanging.get();
	}

	@Override
	public void close() {
		this.loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
	}

	private final class Streams extends ChannelInitializer<Channel> {

		@Override
		protected void initChannel(Channel stream) {
			stream.pipeline()
				.addLast(new ResetCount())
				.addLast(new Http2StreamFrameToHttpObjectCodec(true))
				.addLast(new NettyPaths(NettyServer.this.shared));
		}

	}

	private final class ResetCount extends ChannelInboundHandlerAdapter {

		@Override
		public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
			if (event instanceof Http2ResetFrame) {
				NettyServer.this.resets.incrementAndGet();
			}
			ctx.fireUserEventTriggered(event);
		}

	}

}

package io.conpool.interop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;

/**
 * Netty's own server in this JVM, in cleartext, with its defaults but for the number of
 * streams. It answers all requests but those for {@code /hang}.
 */
final class NettyServer implements AutoCloseable {

	final AtomicInteger hanging = new AtomicInteger();

	final AtomicInteger resets = new AtomicInteger();

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

	@Override
	public void close() {
		this.loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
	}

	@ChannelHandler.Sharable
	private final class Streams extends SimpleChannelInboundHandler<Object> {

		@Override
		protected void channelRead0(ChannelHandlerContext ctx, Object frame) {
			if (!(frame instanceof Http2HeadersFrame request)) {
				return;
			}
			if ("/hang".contentEquals(request.headers().path())) {
				NettyServer.this.hanging.incrementAndGet();
				return;
			}
			ctx.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200"), true));
		}

		@Override
		public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
			if (event instanceof Http2ResetFrame) {
				NettyServer.this.resets.incrementAndGet();
			}
		}

	}

}

package io.conpool.testing;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLPeerUnverifiedException;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * A server in this process, on an address of the loopback network, that answers every
 * request and counts for whom. Safe for use by several threads.
 */
public final class Http2Server implements AutoCloseable {

	private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

	private final AtomicInteger connectionsMade = new AtomicInteger();

	private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();

	private final Semaphore arrived = new Semaphore(0);

	private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();

	private final Channel listening;

	private volatile boolean holding;

	private Http2Server(String address, int port, int maxStreams, SslContext tls) {
		this.listening = new ServerBootstrap().group(this.loops)
			.channel(NioServerSocketChannel.class)
			.childHandler(new ChannelInitializer<>() {
				@Override
				protected void initChannel(Channel channel) {
					Http2Server.this.connections.add(channel);
					Http2Server.this.connectionsMade.incrementAndGet();
					if (tls != null) {
						channel.pipeline().addLast(tls.newHandler(channel.alloc()));
					}
					channel.pipeline()
						.addLast(Http2FrameCodecBuilder.forServer()
							.initialSettings(new Http2Settings().maxConcurrentStreams(maxStreams))
							.build())
						.addLast(new Http2MultiplexHandler(new Answer()));
				}
			})
			.bind(address, port)
			.syncUninterruptibly()
			.channel();
	}

	public static Http2Server cleartext(String address, int port, int maxStreams) {
		return new Http2Server(address, port, maxStreams, null);
	}

	public static Http2Server tls(String address, int port, SslContext tls) {
		return new Http2Server(address, port, 100, tls);
	}

	public int port() {
		return ((InetSocketAddress) this.listening.localAddress()).getPort();
	}

	/** Connections that are open. */
	public int openConnections() {
		return this.connections.size();
	}

	public int connectionsMade() {
		return this.connectionsMade.get();
	}

	/** Requests from the client of that name, from its certificate; "" for none. */
	public int requestsFrom(String client) {
		AtomicInteger count = this.requests.get(client);
		return (count != null) ? count.get() : 0;
	}

	/** Waits until so many more requests have arrived. */
	public boolean awaitRequests(int count) throws InterruptedException {
		return this.arrived.tryAcquire(count, 10, TimeUnit.SECONDS);
	}

	/** From now on requests are answered when {@link #release} is called. */
	public void hold() {
		this.holding = true;
	}

	public void release() {
		this.holding = false;
		for (Runnable answer = this.held.poll(); answer != null; answer = this.held.poll()) {
			answer.run();
		}
	}

	@Override
	public void close() {
		this.listening.close().syncUninterruptibly();
		this.connections.close().syncUninterruptibly();
		this.loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
	}

	@Sharable
	private final class Answer extends SimpleChannelInboundHandler<Http2HeadersFrame> {

		@Override
		protected void channelRead0(ChannelHandlerContext ctx, Http2HeadersFrame request) {
			Http2Server.this.requests.computeIfAbsent(client(ctx.channel().parent()), (name) -> new AtomicInteger())
				.incrementAndGet();
			if (Http2Server.this.holding) {
				Http2Server.this.held.add(() -> answer(ctx));
			}
			else {
				answer(ctx);
			}
			Http2Server.this.arrived.release();
		}

		private void answer(ChannelHandlerContext ctx) {
			ctx.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200")));
			ctx.writeAndFlush(
					new DefaultHttp2DataFrame(Unpooled.wrappedBuffer("hello".getBytes(StandardCharsets.UTF_8)), true));
		}

		private static String client(Channel connection) {
			SslHandler tls = connection.pipeline().get(SslHandler.class);
			if (tls == null) {
				return "";
			}
			try {
				X509Certificate certificate = (X509Certificate) tls.engine().getSession().getPeerCertificates()[0];
				return certificate.getSubjectX500Principal().getName();
			}
			catch (SSLPeerUnverifiedException ex) {
				return "";
			}
		}

	}

}

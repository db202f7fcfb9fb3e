package io.conpool.autoconfigure.testsupport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import io.conpool.endpoint.Endpoint;
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
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * An HTTP/2 server, in cleartext unless told otherwise, that allows 50 streams, sets no
 * other limit, and says hello; below {@code /endless} it does not end its answer, below
 * {@code /never} it does not begin one.
 */
public final class TestServer implements AutoCloseable {

	private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private final List<Http2Headers> requests = new CopyOnWriteArrayList<>();

	private final Endpoint.Scheme scheme;

	private final Channel listening;

	public TestServer() {
		this(0);
	}

	public TestServer(int port) {
		this(port, null);
	}

	/** One over TLS, with the key of the bundle. */
	public TestServer(SslBundle bundle) {
		this(0, tls(bundle));
	}

	private TestServer(int port, @Nullable SslContext tls) {
		this.scheme = (tls != null) ? Endpoint.Scheme.HTTPS : Endpoint.Scheme.HTTP;
		this.listening = new ServerBootstrap().group(this.loops)
			.channel(NioServerSocketChannel.class)
			.childHandler(new ChannelInitializer<>() {
				@Override
				protected void initChannel(Channel channel) {
					TestServer.this.connections.add(channel);
					if (tls != null) {
						channel.pipeline().addLast(tls.newHandler(channel.alloc()));
					}
					channel.pipeline()
						.addLast(Http2FrameCodecBuilder.forServer()
							.initialSettings(new Http2Settings().maxConcurrentStreams(50))
							.build())
						.addLast(new Http2MultiplexHandler(new Answer()));
				}
			})
			.bind("127.0.0.1", port)
			.syncUninterruptibly()
			.channel();
	}

	private static SslContext tls(SslBundle bundle) {
		try {
			return SslContextBuilder.forServer(bundle.getManagers().getKeyManagerFactory())
				.applicationProtocolConfig(new ApplicationProtocolConfig(Protocol.ALPN,
						SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, "h2"))
				.build();
		}
		catch (SSLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public Endpoint endpoint() {
		return new Endpoint(this.scheme, "127.0.0.1", ((InetSocketAddress) this.listening.localAddress()).getPort());
	}

	public String url(String path) {
		return endpoint() + path;
	}

	/** The headers of all requests until now. */
	public List<Http2Headers> requests() {
		return this.requests;
	}

	public int openConnections() {
		return this.connections.size();
	}

	/** Reads nothing any more on the connections that there are. */
	public void fallSilent() {
		// On the loop, or a read that has been asked for already would still take place.
		this.connections.forEach((connection) -> connection.eventLoop()
			.submit(() -> connection.config().setAutoRead(false))
			.syncUninterruptibly());
	}

	/** Sends GOAWAY on every connection, and leaves it open. */
	public void goAway() {
		this.connections
			.forEach((connection) -> connection.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR)));
	}

	/** Listens no more, and ends every connection without a GOAWAY. */
	public void kill() {
		this.listening.close().syncUninterruptibly();
		this.connections.forEach((connection) -> connection.pipeline().firstContext().close());
	}

	@Override
	public void close() {
		if (this.loops.isShuttingDown()) {
			return;
		}
		this.listening.close().syncUninterruptibly();
		this.connections.close().syncUninterruptibly();
		this.loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
	}

	@Sharable
	private final class Answer extends SimpleChannelInboundHandler<Http2HeadersFrame> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, Http2HeadersFrame request) {
			TestServer.this.requests.add(request.headers());
			String path = request.headers().path().toString();
			if (!path.equals("/never")) {
				context.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200")));
				context.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer("hello".getBytes(UTF_8)),
						!path.equals("/endless")));
			}
		}

	}

}

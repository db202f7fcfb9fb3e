package io.conpool.autoconfigure.testsupport;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * An HTTP/2 server in cleartext that answers each path as the test says, and 404 to all
 * others. What a test sees of a request is its {@link ServerExchange}.
 */
public final class PathServer implements AutoCloseable {

	private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private final Map<String, Consumer<ServerExchange>> answers = new ConcurrentHashMap<>();

	private final BlockingQueue<ServerExchange> exchanges = new LinkedBlockingQueue<>();

	private final Channel listening;

	public PathServer() {
		this.listening = new ServerBootstrap().group(this.loops)
			.channel(NioServerSocketChannel.class)
			.childHandler(new ChannelInitializer<>() {
				@Override
				protected void initChannel(Channel channel) {
					PathServer.this.connections.add(channel);
					channel.pipeline()
						.addLast(Http2FrameCodecBuilder.forServer().build())
						.addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
							@Override
							protected void initChannel(Channel stream) {
								stream.pipeline().addLast(new ServerExchange(PathServer.this::begun));
							}
						}));
				}
			})
			.bind("127.0.0.1", 0)
			.syncUninterruptibly()
			.channel();
	}

	/**
	 * Answers a path, called on the server's loop when the request's headers are there.
	 */
	public PathServer on(String path, Consumer<ServerExchange> answer) {
		this.answers.put(path, answer);
		return this;
	}

	private void begun(ServerExchange exchange) {
		this.answers.getOrDefault(exchange.path(), (unknown) -> unknown.respond(404, "")).accept(exchange);
		// Not before, so that what the test does with it comes after its answer.
		this.exchanges.add(exchange);
	}

	/** The next request in the order of their arrival; waits for it. */
	public ServerExchange next() throws InterruptedException {
		ServerExchange exchange = this.exchanges.poll(10, TimeUnit.SECONDS);
		if (exchange == null) {
			throw new AssertionError("no request arrived");
		}
		return exchange;
	}

	/** How many requests have arrived that {@link #next} has not returned. */
	public int waiting() {
		return this.exchanges.size();
	}

	/** How many connections are open. */
	public int connections() {
		return this.connections.size();
	}

	public URI uri(String path) {
		return URI.create("http://127.0.0.1:" + ((InetSocketAddress) this.listening.localAddress()).getPort() + path);
	}

	public String url(String path) {
		return uri(path).toString();
	}

	@Override
	public void close() {
		this.listening.close().syncUninterruptibly();
		this.connections.close().syncUninterruptibly();
		this.loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
	}

}

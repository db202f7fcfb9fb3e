package io.conpool.test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The server's socket, its connections and their streams, on one event loop of its own.
 * Safe for use by several threads.
 */
final class ServerChannels implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1,
			new DefaultThreadFactory("mock-h2-server", true), NioIoHandler.newFactory());

	private final ChannelGroup connections = new DefaultChannelGroup(this.loop.next(), true);

	private final ChannelGroup streams = new DefaultChannelGroup(this.loop.next());

	private final AtomicInteger accepted = new AtomicInteger();

	private final Function<RecordedRequest, Answer> answers;

	private final @Nullable SslContext tls;

	private final Channel listening;

	private final InetSocketAddress address;

	/**
	 * Listens on a free port of the loopback address.
	 * @param tls TLS for every connection, or null for cleartext
	 * @param answers called on the event loop with every complete request
	 */
	ServerChannels(@Nullable SslContext tls, Function<RecordedRequest, Answer> answers) {
		this.tls = tls;
		this.answers = answers;
		this.listening = listen();
		this.address = (InetSocketAddress) this.listening.localAddress();
	}

	private Channel listen() {
		try {
			return new ServerBootstrap().group(this.loop)
				.channel(NioServerSocketChannel.class)
				.childHandler(initializer(this::accept))
				.bind(InetAddress.getLoopbackAddress(), 0)
				.syncUninterruptibly()
				.channel();
		}
		catch (RuntimeException ex) {
			stopLoop();
			throw ex;
		}
	}

	private void accept(Channel connection) {
		this.connections.add(connection);
		int number = this.accepted.incrementAndGet();
		if (this.tls != null) {
			connection.pipeline().addLast(this.tls.newHandler(connection.alloc()));
		}
		connection.pipeline()
			.addLast(Http2FrameCodecBuilder.forServer().build())
			.addLast(new Http2MultiplexHandler(initializer((stream) -> {
				this.streams.add(stream);
				stream.pipeline().addLast(new StreamHandler(number, this.answers));
			})));
	}

	private static ChannelInitializer<Channel> initializer(Consumer<Channel> action) {
		return new ChannelInitializer<>() {
			@Override
			protected void initChannel(Channel channel) {
				action.accept(channel);
			}
		};
	}

	/** Where the socket listens. */
	InetSocketAddress address() {
		return this.address;
	}

	/**
	 * Sends GOAWAY on every connection, and leaves it to the client to close it. Waits
	 * until that has been written.
	 */
	void goAway() {
		List<Future<?>> written = new ArrayList<>();
		for (Channel connection : this.connections) {
			written.add(connection.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR)));
		}
		written.forEach(ServerChannels::await);
	}

	/** Resets every stream that is open, with CANCEL. */
	void cancelStreams() {
		await(this.streams.close());
	}

	/** Ends everything, and returns when that is done. */
	@Override
	public void close() {
		await(this.listening.close());
		await(this.connections.close());
		stopLoop();
	}

	private void stopLoop() {
		await(this.loop.shutdownGracefully(0, LIMIT.toSeconds(), TimeUnit.SECONDS));
	}

	private static void await(Future<?> future) {
		if (!future.awaitUninterruptibly(LIMIT.toMillis())) {
			throw new IllegalStateException("the event loop has not done it within " + LIMIT.toSeconds() + " s");
		}
	}

}

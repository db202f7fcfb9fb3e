package io.conpool.transport;

import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import io.conpool.error.InvalidSettingException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;

/**
 * The threads that serve all connections, with the best interface to the operating system
 * that is there. Safe for use by several threads.
 *
 * @param group the event loops
 * @param channelType the channels that they serve
 * @param datagramType the same for datagrams
 */
record EventLoops(EventLoopGroup group, Class<? extends SocketChannel> channelType,
		Class<? extends DatagramChannel> datagramType) {

	/** Each in a class of its own, since what it refers to may be missing. */
	private interface Candidate {

		TransportType type();

		boolean isAvailable();

		IoHandlerFactory ioHandlers();

		Class<? extends SocketChannel> channelType();

		Class<? extends DatagramChannel> datagramType();

	}

	static EventLoops start(TransportConfig config) {
		Candidate chosen = choose(config.type());
		ThreadFactory threads = new DefaultThreadFactory("conpool-h2-loop", true);
		return new EventLoops(new LoopGroup(config.eventLoopThreads(), threads, chosen.ioHandlers()),
				chosen.channelType(), chosen.datagramType());
	}

	private static Candidate choose(TransportType wanted) {
		for (Candidate candidate : List.of(new EpollCandidate(), new KQueueCandidate(), new IoUringCandidate(),
				new NioCandidate())) {
			if ((wanted == TransportType.AUTO || wanted == candidate.type()) && isAvailable(candidate)) {
				return candidate;
			}
		}
		throw new InvalidSettingException("transport.type", wanted,
				"one whose native library is on the classpath and which this system supports");
	}

	private static boolean isAvailable(Candidate candidate) {
		try {
			return candidate.isAvailable();
		}
		catch (LinkageError ex) {
			return false;
		}
	}

	Future<?> stop() {
		return this.group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
	}

	private static final class EpollCandidate implements Candidate {

		@Override
		public TransportType type() {
			return TransportType.EPOLL;
		}

		@Override
		public boolean isAvailable() {
			return Epoll.isAvailable();
		}

		@Override
		public IoHandlerFactory ioHandlers() {
			return EpollIoHandler.newFactory();
		}

		@Override
		public Class<? extends SocketChannel> channelType() {
			return EpollSocketChannel.class;
		}

		@Override
		public Class<? extends DatagramChannel> datagramType() {
			return EpollDatagramChannel.class;
		}

	}

	private static final class KQueueCandidate implements Candidate {

		@Override
		public TransportType type() {
			return TransportType.KQUEUE;
		}

		@Override
		public boolean isAvailable() {
			return KQueue.isAvailable();
		}

		@Override
		public IoHandlerFactory ioHandlers() {
			return KQueueIoHandler.newFactory();
		}

		@Override
		public Class<? extends SocketChannel> channelType() {
			return KQueueSocketChannel.class;
		}

		@Override
		public Class<? extends DatagramChannel> datagramType() {
			return KQueueDatagramChannel.class;
		}

	}

	private static final class IoUringCandidate implements Candidate {

		@Override
		public TransportType type() {
			return TransportType.IO_URING;
		}

		@Override
		public boolean isAvailable() {
			return IoUring.isAvailable();
		}

		@Override
		public IoHandlerFactory ioHandlers() {
			return IoUringIoHandler.newFactory();
		}

		@Override
		public Class<? extends SocketChannel> channelType() {
			return IoUringSocketChannel.class;
		}

		@Override
		public Class<? extends DatagramChannel> datagramType() {
			return IoUringDatagramChannel.class;
		}

	}

	private static final class NioCandidate implements Candidate {

		@Override
		public TransportType type() {
			return TransportType.NIO;
		}

		@Override
		public boolean isAvailable() {
			return true;
		}

		@Override
		public IoHandlerFactory ioHandlers() {
			return NioIoHandler.newFactory();
		}

		@Override
		public Class<? extends SocketChannel> channelType() {
			return NioSocketChannel.class;
		}

		@Override
		public Class<? extends DatagramChannel> datagramType() {
			return NioDatagramChannel.class;
		}

	}

}

package io.conpool.transport;

/**
 * By which of the operating system's interfaces sockets are served.
 */
public enum TransportType {

	/**
	 * The first of the others, in their order, that is on the classpath and that this
	 * system supports.
	 */
	AUTO,

	/** Linux, with {@code netty-transport-native-epoll}. */
	EPOLL,

	/** macOS and BSD, with {@code netty-transport-native-kqueue}. */
	KQUEUE,

	/** Linux, with {@code netty-transport-native-io_uring}. */
	IO_URING,

	/** Java's own; always there. */
	NIO

}

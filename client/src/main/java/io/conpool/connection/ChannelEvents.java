package io.conpool.connection;

import org.jspecify.annotations.Nullable;

/**
 * What a connection hears of its channel. Called on its event loop.
 */
public interface ChannelEvents {

	/**
	 * Begins: the channel is active.
	 */
	void start();

	/**
	 * Takes what the decoder has made of the bytes; nothing where the decoder tells the
	 * connection by itself.
	 * @param message released when this returns
	 */
	default void received(Object message) {
	}

	/**
	 * Ends a burst of what the peer has sent: what it led to is sent now.
	 * @param bytes how many have arrived
	 */
	void burstRead(long bytes);

	/**
	 * Sends what waits to be sent.
	 */
	void endBurst();

	/**
	 * Takes no new exchange: a write has failed, and none will succeed any more. What the
	 * peer has sent before is still read.
	 */
	void writeFailed();

	/**
	 * Ends the connection, whose channel is closed or has no more input.
	 * @param cause why, or null where the peer just closed it
	 */
	void channelClosed(@Nullable Throwable cause);

	/**
	 * Ends the connection for something that a handler has thrown.
	 * @param cause what it has thrown
	 */
	void failed(Throwable cause);

}

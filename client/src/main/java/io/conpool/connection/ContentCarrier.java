package io.conpool.connection;

import io.conpool.error.H2Error;

/**
 * What carries the content of a request to the peer, as the content sees it: a stream of
 * HTTP/2, a connection of HTTP/1.1. Confined to the connection's event loop, but for
 * {@link #onLoop}.
 */
public interface ContentCarrier {

	/**
	 * Runs a task on the event loop, soon.
	 * @param task the task
	 */
	void onLoop(Runnable task);

	/**
	 * Whether nobody needs content any more.
	 * @return true if so
	 */
	boolean isEnded();

	/**
	 * There may be content to send, or none may be about to arrive any more.
	 */
	void contentArrived();

	/**
	 * The content has ended after its last byte was written.
	 */
	void endContent();

	/**
	 * There will be no more content, though it is not complete.
	 * @param error why
	 */
	void contentFailed(H2Error error);

}

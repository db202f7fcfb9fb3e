package io.conpool.autoconfigure;

/**
 * What is done about the connections to a client's base URL when the application starts:
 * as many are made as are to be kept up, or one, with every handshake.
 */
public enum WarmUp {

	/** Nothing: the first request has them made. */
	OFF,

	/** They are made while the application starts, and nobody waits for them. */
	BACKGROUND,

	/**
	 * The application is not ready before they stand. If they do not within the warm-up
	 * timeout, that is logged, and it starts without them.
	 */
	WAIT,

	/**
	 * The application is not ready before they stand. If they do not within the warm-up
	 * timeout, the start fails.
	 */
	REQUIRE

}

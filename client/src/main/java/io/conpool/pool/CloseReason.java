package io.conpool.pool;

/**
 * Why a pool stopped lending a connection.
 */
public enum CloseReason {

	/** Nobody had used it for the idle time. */
	IDLE,

	/** It had reached its lifetime. */
	LIFETIME,

	/** It had been lent as often as it may be. */
	MAX_USES,

	/**
	 * The protocol asked for its replacement: an address or certificates that are not the
	 * present ones any more, ids that run out.
	 */
	RETIRED,

	/** The peer asked for it or was at fault: GOAWAY, a breach of the protocol. */
	UNHEALTHY,

	/** The connection closed by itself while it was in the pool. */
	PEER_CLOSED,

	/** Somebody cleared the endpoint. */
	CLEARED,

	/** Somebody evicted this one: it had failed a health check, say. */
	EVICTED,

	/** The pool was closed. */
	POOL_CLOSED

}

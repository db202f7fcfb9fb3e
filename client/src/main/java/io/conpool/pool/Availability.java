package io.conpool.pool;

/**
 * How far a pool may lend one of its connections.
 */
public enum Availability {

	/** It is lent. */
	SERVING,

	/** There is doubt that the peer still answers: lent only if no other can serve. */
	SUSPECT,

	/** It is to be replaced, and lent until its successor stands. */
	RETIRING,

	/** It is not lent any more; leases are still out, or the socket is still open. */
	DRAINING

}

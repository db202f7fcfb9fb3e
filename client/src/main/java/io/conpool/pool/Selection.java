package io.conpool.pool;

/**
 * Which of the connections that have room is lent. What each of them is good for stands
 * in {@code docs/adr/0014-renewal-and-selection.md}.
 */
public enum Selection {

	/**
	 * The oldest: as few connections are used as will do, and those that are not needed
	 * become idle and are closed.
	 */
	FIRST_WITH_ROOM,

	/**
	 * The one with the fewest leases out: all connections carry the same, and none
	 * becomes idle while there is load.
	 */
	LEAST_LOADED,

	/**
	 * Of two that chance picks, the one with fewer leases out: nearly as even as the
	 * least loaded, without looking at all of them.
	 */
	TWO_RANDOM_CHOICES

}

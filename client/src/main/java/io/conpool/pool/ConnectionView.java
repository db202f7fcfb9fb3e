package io.conpool.pool;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * One connection of a pool, as it was at one moment. Immutable but for the state.
 *
 * @param <S> the state of one connection
 * @param state the connection
 * @param remoteAddress the peer's address, or null if the protocol has none
 * @param availability how far it may be lent
 * @param leaving why it is replaced or drains, or null if it does neither
 * @param inUse leases out
 * @param capacity leases that it can bear
 * @param uses how often it was lent
 * @param proven false if the connections before it served nothing, and it has not
 * answered either
 * @param age since it was made
 */
public record ConnectionView<S>(S state, @Nullable String remoteAddress, Availability availability,
		@Nullable String leaving, int inUse, int capacity, long uses, boolean proven, Duration age) {

	/**
	 * Whether it is not lent any more.
	 * @return true if it drains
	 */
	public boolean draining() {
		return this.availability == Availability.DRAINING;
	}

}

package io.conpool.pool;

import java.time.Duration;

/**
 * One connection of a pool, as it was at one moment. Immutable but for the state.
 *
 * @param <S> the state of one connection
 * @param state the connection
 * @param draining whether it is not lent any more
 * @param inUse leases out
 * @param capacity leases that it can bear
 * @param uses how often it was lent
 * @param age since it was made
 */
public record ConnectionView<S>(S state, boolean draining, int inUse, int capacity, long uses, Duration age) {

}

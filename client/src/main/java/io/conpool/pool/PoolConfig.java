package io.conpool.pool;

import java.time.Duration;

import static io.conpool.error.InvalidSettingException.require;
import static io.conpool.error.InvalidSettingException.requirePositive;

/**
 * How a pool behaves, per endpoint. Immutable.
 *
 * @param maxConnections most connections that serve or are being made, 1 or more; default
 * 10
 * @param maxWaiters most requests that wait for a lease, the first one for a dial among
 * them, 1 or more; default 10,000
 * @param acquireTimeout longest wait for a lease, more than 0; default 10 s
 * @param idleTime an unused connection is closed after this, more than 0; default 60 s
 * @param lifetime a connection is replaced after this, more than 0; default 300 s
 * @param lifetimeJitter the part of the lifetime by which it is shortened at random, so
 * that connections made together do not end together, 0 to 1; default 0.1
 * @param maxUses a connection is replaced after so many leases, 1 or more; default
 * {@link Long#MAX_VALUE}, no limit
 * @param connectRetries how often a failed attempt to connect is repeated, 0 or more;
 * default 3
 * @param connectRetryDelay back-off before the first repetition, doubled for each further
 * one up to 30 s, and varied at random by half in both directions, more than 0; default
 * 100 ms
 * @param drainTimeout how long the leases of a connection that is not lent any more may
 * go on, more than 0; default 30 s
 * @param endpointIdleTime an endpoint without connections, waiters and use is forgotten
 * after this, more than 0; default 10 min
 */
public record PoolConfig(int maxConnections, int maxWaiters, Duration acquireTimeout, Duration idleTime,
		Duration lifetime, double lifetimeJitter, long maxUses, int connectRetries, Duration connectRetryDelay,
		Duration drainTimeout, Duration endpointIdleTime) {

	public PoolConfig {
		require(maxConnections >= 1, "pool.maxConnections", maxConnections, "1 or more");
		require(maxWaiters >= 1, "pool.maxWaiters", maxWaiters, "1 or more");
		requirePositive("pool.acquireTimeout", acquireTimeout);
		requirePositive("pool.idleTime", idleTime);
		requirePositive("pool.lifetime", lifetime);
		require(lifetimeJitter >= 0 && lifetimeJitter <= 1, "pool.lifetimeJitter", lifetimeJitter, "0 to 1");
		require(maxUses >= 1, "pool.maxUses", maxUses, "1 or more");
		require(connectRetries >= 0, "pool.connectRetries", connectRetries, "0 or more");
		requirePositive("pool.connectRetryDelay", connectRetryDelay);
		requirePositive("pool.drainTimeout", drainTimeout);
		requirePositive("pool.endpointIdleTime", endpointIdleTime);
	}

	/**
	 * The defaults.
	 * @return a configuration
	 */
	public static PoolConfig defaults() {
		return new Builder().build();
	}

	/**
	 * A builder that begins with the defaults.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Collects settings; their meaning and defaults are {@link PoolConfig}'s. Confined to
	 * one thread.
	 */
	public static final class Builder {

		private int maxConnections = 10;

		private int maxWaiters = 10_000;

		private Duration acquireTimeout = Duration.ofSeconds(10);

		private Duration idleTime = Duration.ofMinutes(1);

		private Duration lifetime = Duration.ofMinutes(5);

		private double lifetimeJitter = 0.1;

		private long maxUses = Long.MAX_VALUE;

		private int connectRetries = 3;

		private Duration connectRetryDelay = Duration.ofMillis(100);

		private Duration drainTimeout = Duration.ofSeconds(30);

		private Duration endpointIdleTime = Duration.ofMinutes(10);

		private Builder() {
		}

		/**
		 * Sets the most connections per endpoint.
		 * @param value 1 or more
		 * @return this
		 */
		public Builder maxConnections(int value) {
			this.maxConnections = value;
			return this;
		}

		/**
		 * Sets the most waiters per endpoint.
		 * @param value 1 or more
		 * @return this
		 */
		public Builder maxWaiters(int value) {
			this.maxWaiters = value;
			return this;
		}

		/**
		 * Sets the longest wait for a lease.
		 * @param value more than 0
		 * @return this
		 */
		public Builder acquireTimeout(Duration value) {
			this.acquireTimeout = value;
			return this;
		}

		/**
		 * Sets the time after which an unused connection is closed.
		 * @param value more than 0
		 * @return this
		 */
		public Builder idleTime(Duration value) {
			this.idleTime = value;
			return this;
		}

		/**
		 * Sets the time after which a connection is replaced.
		 * @param value more than 0
		 * @return this
		 */
		public Builder lifetime(Duration value) {
			this.lifetime = value;
			return this;
		}

		/**
		 * Sets by which part of the lifetime it is shortened at random.
		 * @param value 0 to 1
		 * @return this
		 */
		public Builder lifetimeJitter(double value) {
			this.lifetimeJitter = value;
			return this;
		}

		/**
		 * Sets the number of leases after which a connection is replaced.
		 * @param value 1 or more
		 * @return this
		 */
		public Builder maxUses(long value) {
			this.maxUses = value;
			return this;
		}

		/**
		 * Sets how often a failed attempt to connect is repeated.
		 * @param value 0 or more
		 * @return this
		 */
		public Builder connectRetries(int value) {
			this.connectRetries = value;
			return this;
		}

		/**
		 * Sets the back-off before the first repetition.
		 * @param value more than 0
		 * @return this
		 */
		public Builder connectRetryDelay(Duration value) {
			this.connectRetryDelay = value;
			return this;
		}

		/**
		 * Sets how long the leases of a connection that is not lent any more may go on.
		 * @param value more than 0
		 * @return this
		 */
		public Builder drainTimeout(Duration value) {
			this.drainTimeout = value;
			return this;
		}

		/**
		 * Sets the time after which an unused endpoint is forgotten.
		 * @param value more than 0
		 * @return this
		 */
		public Builder endpointIdleTime(Duration value) {
			this.endpointIdleTime = value;
			return this;
		}

		/**
		 * The configuration.
		 * @return the configuration
		 * @throws io.conpool.error.InvalidSettingException if a value is out of its range
		 */
		public PoolConfig build() {
			return new PoolConfig(this.maxConnections, this.maxWaiters, this.acquireTimeout, this.idleTime,
					this.lifetime, this.lifetimeJitter, this.maxUses, this.connectRetries, this.connectRetryDelay,
					this.drainTimeout, this.endpointIdleTime);
		}

	}

}

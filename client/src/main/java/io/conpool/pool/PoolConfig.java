package io.conpool.pool;

import java.time.Duration;

import static io.conpool.error.InvalidSettingException.require;
import static io.conpool.error.InvalidSettingException.requirePositive;

/**
 * How a pool behaves, per endpoint. Immutable.
 *
 * @param maxConnections most connections that serve or are being made, 1 or more; default
 * 10. Connections that are to be replaced or drain do not count
 * @param minConnections how many connections are kept up for an endpoint that is used, or
 * was warmed up, whatever the load, 0 to {@code maxConnections}; default 0
 * @param selection which of the connections with room is lent; default
 * {@link Selection#LEAST_LOADED}
 * @param maxWaiters most requests that wait for a lease, the first one for a dial among
 * them, 1 or more; default 10,000
 * @param acquireTimeout longest wait for a lease, more than 0; default 10 s
 * @param idleTime an unused connection is closed after this, more than 0; default 60 s
 * @param lifetime a connection is replaced after this, more than 0; default 300 s
 * @param lifetimeJitter the part of the lifetime by which it is shortened at random, so
 * that connections made together do not end together, 0 to 1; default 0.1
 * @param maxUses a connection is not lent more often, 1 or more; a successor is dialled
 * when a tenth of it is left; default {@link Long#MAX_VALUE}, no limit
 * @param renewalTimeout how long a connection that is to be replaced goes on being lent
 * while no successor can be made, more than 0; default 30 s
 * @param connectRetries how often a failed attempt to connect is repeated, 0 or more;
 * default 3. After a dial that failed with all its repetitions, each further one is a
 * single attempt until one succeeds
 * @param connectRetryDelay back-off before the first repetition, and after the first dial
 * that failed or led to a connection that the peer ended before it had served; doubled
 * for each further one in a row, and varied at random by half in both directions, more
 * than 0; default 100 ms
 * @param maxConnectRetryDelay longest back-off before it is varied, at least
 * {@code connectRetryDelay}; default 10 s
 * @param drainTimeout how long the leases of a connection that is not lent any more may
 * go on, more than 0; default 30 s
 * @param endpointIdleTime an endpoint without connections, waiters and use is forgotten
 * after this, more than 0; default 10 min
 */
public record PoolConfig(int maxConnections, int minConnections, Selection selection, int maxWaiters,
		Duration acquireTimeout, Duration idleTime, Duration lifetime, double lifetimeJitter, long maxUses,
		Duration renewalTimeout, int connectRetries, Duration connectRetryDelay, Duration maxConnectRetryDelay,
		Duration drainTimeout, Duration endpointIdleTime) {

	public PoolConfig {
		require(maxConnections >= 1, "pool.maxConnections", maxConnections, "1 or more");
		require(minConnections >= 0 && minConnections <= maxConnections, "pool.minConnections", minConnections,
				"0 to " + maxConnections + ", pool.maxConnections");
		require(maxWaiters >= 1, "pool.maxWaiters", maxWaiters, "1 or more");
		requirePositive("pool.acquireTimeout", acquireTimeout);
		requirePositive("pool.idleTime", idleTime);
		requirePositive("pool.lifetime", lifetime);
		require(lifetimeJitter >= 0 && lifetimeJitter <= 1, "pool.lifetimeJitter", lifetimeJitter, "0 to 1");
		require(maxUses >= 1, "pool.maxUses", maxUses, "1 or more");
		requirePositive("pool.renewalTimeout", renewalTimeout);
		require(connectRetries >= 0, "pool.connectRetries", connectRetries, "0 or more");
		requirePositive("pool.connectRetryDelay", connectRetryDelay);
		requirePositive("pool.maxConnectRetryDelay", maxConnectRetryDelay);
		require(maxConnectRetryDelay.compareTo(connectRetryDelay) >= 0, "pool.maxConnectRetryDelay",
				maxConnectRetryDelay, connectRetryDelay + " or more, pool.connectRetryDelay");
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

		private int minConnections;

		private Selection selection = Selection.LEAST_LOADED;

		private int maxWaiters = 10_000;

		private Duration acquireTimeout = Duration.ofSeconds(10);

		private Duration idleTime = Duration.ofMinutes(1);

		private Duration lifetime = Duration.ofMinutes(5);

		private double lifetimeJitter = 0.1;

		private long maxUses = Long.MAX_VALUE;

		private Duration renewalTimeout = Duration.ofSeconds(30);

		private int connectRetries = 3;

		private Duration connectRetryDelay = Duration.ofMillis(100);

		private Duration maxConnectRetryDelay = Duration.ofSeconds(10);

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
		 * Sets how many connections are kept up whatever the load.
		 * @param value 0 to the most connections
		 * @return this
		 */
		public Builder minConnections(int value) {
			this.minConnections = value;
			return this;
		}

		/**
		 * Sets which of the connections with room is lent.
		 * @param value the selection
		 * @return this
		 */
		public Builder selection(Selection value) {
			this.selection = value;
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
		 * Sets how long a connection goes on that is to be replaced and finds no
		 * successor.
		 * @param value more than 0
		 * @return this
		 */
		public Builder renewalTimeout(Duration value) {
			this.renewalTimeout = value;
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
		 * Sets the longest back-off between attempts to connect.
		 * @param value the first back-off or more
		 * @return this
		 */
		public Builder maxConnectRetryDelay(Duration value) {
			this.maxConnectRetryDelay = value;
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
			return new PoolConfig(this.maxConnections, this.minConnections, this.selection, this.maxWaiters,
					this.acquireTimeout, this.idleTime, this.lifetime, this.lifetimeJitter, this.maxUses,
					this.renewalTimeout, this.connectRetries, this.connectRetryDelay, this.maxConnectRetryDelay,
					this.drainTimeout, this.endpointIdleTime);
		}

	}

}

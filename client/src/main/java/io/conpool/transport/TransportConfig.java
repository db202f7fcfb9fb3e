package io.conpool.transport;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import static io.conpool.error.InvalidSettingException.require;
import static io.conpool.error.InvalidSettingException.requirePositive;

/**
 * How channels are opened. Immutable.
 *
 * @param type the interface to the operating system; default {@link TransportType#AUTO}
 * @param eventLoopThreads how many threads serve all connections, 1 or more; default the
 * number of processors
 * @param connectTimeout longest time for DNS and TCP together, over all addresses, and
 * for the proxy's answer where there is one, more than 0; default 10 s
 * @param connectionAttemptDelay how long one address is waited for before the next one is
 * tried beside it (RFC 8305 section 5), 10 ms to 10 s; default 250 ms
 * @param tlsHandshakeTimeout longest time for the TLS handshake, more than 0; default 10
 * s
 * @param resolver who finds the addresses of hosts; default {@link ResolverType#JDK}
 * @param addressRefresh how often the name of an endpoint is resolved again while
 * connections to it are open, varied at random by a fifth in both directions; connections
 * to addresses that are not among the answer's any more are retired. 0 for never, then no
 * connection is retired for its address, also not after the answer to a dial; else 100 ms
 * or more; default 30 s
 * @param proxy through whom connections are made, or null for nobody; default null
 */
public record TransportConfig(TransportType type, int eventLoopThreads, Duration connectTimeout,
		Duration connectionAttemptDelay, Duration tlsHandshakeTimeout, ResolverType resolver, Duration addressRefresh,
		@Nullable ProxyConfig proxy) {

	private static final Duration SHORTEST_ATTEMPT_DELAY = Duration.ofMillis(10);

	private static final Duration LONGEST_ATTEMPT_DELAY = Duration.ofSeconds(10);

	private static final Duration SHORTEST_REFRESH = Duration.ofMillis(100);

	public TransportConfig {
		require(eventLoopThreads >= 1, "transport.eventLoopThreads", eventLoopThreads, "1 or more");
		requirePositive("transport.connectTimeout", connectTimeout);
		boolean delayInRange = connectionAttemptDelay.compareTo(SHORTEST_ATTEMPT_DELAY) >= 0
				&& connectionAttemptDelay.compareTo(LONGEST_ATTEMPT_DELAY) <= 0;
		require(delayInRange, "transport.connectionAttemptDelay", connectionAttemptDelay, "10 ms to 10 s");
		// Netty counts in milliseconds.
		boolean handshakeInRange = tlsHandshakeTimeout.toMillis() > 0
				&& tlsHandshakeTimeout.toMillis() <= Integer.MAX_VALUE;
		require(handshakeInRange, "transport.tlsHandshakeTimeout", tlsHandshakeTimeout, "1 ms to 24 days");
		if (!addressRefresh.isZero()) {
			requirePositive("transport.addressRefresh", addressRefresh);
			require(addressRefresh.compareTo(SHORTEST_REFRESH) >= 0, "transport.addressRefresh", addressRefresh,
					"0, or 100 ms or more");
		}
	}

	/**
	 * The defaults.
	 * @return a configuration
	 */
	public static TransportConfig defaults() {
		return new Builder().build();
	}

	/**
	 * This with another connect timeout.
	 * @param value in place of {@link #connectTimeout()}
	 * @return a copy
	 */
	public TransportConfig withConnectTimeout(Duration value) {
		return new TransportConfig(this.type, this.eventLoopThreads, value, this.connectionAttemptDelay,
				this.tlsHandshakeTimeout, this.resolver, this.addressRefresh, this.proxy);
	}

	/**
	 * A builder that begins with the defaults.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Collects settings; their meaning and defaults are {@link TransportConfig}'s.
	 * Confined to one thread.
	 */
	public static final class Builder {

		private TransportType type = TransportType.AUTO;

		private int eventLoopThreads = Runtime.getRuntime().availableProcessors();

		private Duration connectTimeout = Duration.ofSeconds(10);

		private Duration connectionAttemptDelay = Duration.ofMillis(250);

		private Duration tlsHandshakeTimeout = Duration.ofSeconds(10);

		private ResolverType resolver = ResolverType.JDK;

		private Duration addressRefresh = Duration.ofSeconds(30);

		private @Nullable ProxyConfig proxy;

		private Builder() {
		}

		/**
		 * Sets the interface to the operating system.
		 * @param value the type
		 * @return this
		 */
		public Builder type(TransportType value) {
			this.type = value;
			return this;
		}

		/**
		 * Sets the number of threads that serve all connections.
		 * @param value 1 or more
		 * @return this
		 */
		public Builder eventLoopThreads(int value) {
			this.eventLoopThreads = value;
			return this;
		}

		/**
		 * Sets the longest time for DNS and TCP together.
		 * @param value more than 0
		 * @return this
		 */
		public Builder connectTimeout(Duration value) {
			this.connectTimeout = value;
			return this;
		}

		/**
		 * Sets how long one address is waited for before the next one is tried beside it.
		 * @param value 10 ms to 10 s
		 * @return this
		 */
		public Builder connectionAttemptDelay(Duration value) {
			this.connectionAttemptDelay = value;
			return this;
		}

		/**
		 * Sets the longest time for the TLS handshake.
		 * @param value more than 0
		 * @return this
		 */
		public Builder tlsHandshakeTimeout(Duration value) {
			this.tlsHandshakeTimeout = value;
			return this;
		}

		/**
		 * Sets who finds the addresses of hosts.
		 * @param value the resolver
		 * @return this
		 */
		public Builder resolver(ResolverType value) {
			this.resolver = value;
			return this;
		}

		/**
		 * Sets how often names are resolved again while connections are open.
		 * @param value 0 for never, or 100 ms or more
		 * @return this
		 */
		public Builder addressRefresh(Duration value) {
			this.addressRefresh = value;
			return this;
		}

		/**
		 * Sets through whom connections are made.
		 * @param value the proxy, or null for nobody
		 * @return this
		 */
		public Builder proxy(@Nullable ProxyConfig value) {
			this.proxy = value;
			return this;
		}

		/**
		 * The configuration.
		 * @return the configuration
		 * @throws io.conpool.error.InvalidSettingException if a value is out of its range
		 */
		public TransportConfig build() {
			return new TransportConfig(this.type, this.eventLoopThreads, this.connectTimeout,
					this.connectionAttemptDelay, this.tlsHandshakeTimeout, this.resolver, this.addressRefresh,
					this.proxy);
		}

	}

}

package io.conpool.transport;

import java.time.Duration;

import static io.conpool.error.InvalidSettingException.require;

/**
 * How channels are opened. Immutable.
 *
 * @param type the interface to the operating system; default {@link TransportType#AUTO}
 * @param eventLoopThreads how many threads serve all connections, 1 or more; default the
 * number of processors
 * @param connectTimeout longest time for DNS and TCP together, over all addresses, more
 * than 0; default 10 s
 * @param tlsHandshakeTimeout longest time for the TLS handshake, more than 0; default 10
 * s
 */
public record TransportConfig(TransportType type, int eventLoopThreads, Duration connectTimeout,
		Duration tlsHandshakeTimeout) {

	public TransportConfig {
		require(eventLoopThreads >= 1, "transport.eventLoopThreads", eventLoopThreads, "1 or more");
		requireMillis("transport.connectTimeout", connectTimeout);
		requireMillis("transport.tlsHandshakeTimeout", tlsHandshakeTimeout);
	}

	private static void requireMillis(String setting, Duration value) {
		// Netty counts in milliseconds, in an int.
		boolean inRange = value.toMillis() > 0 && value.toMillis() <= Integer.MAX_VALUE;
		require(inRange, setting, value, "1 ms to 24 days");
	}

	/**
	 * The defaults.
	 * @return a configuration
	 */
	public static TransportConfig defaults() {
		return new TransportConfig(TransportType.AUTO, Runtime.getRuntime().availableProcessors(),
				Duration.ofSeconds(10), Duration.ofSeconds(10));
	}

}

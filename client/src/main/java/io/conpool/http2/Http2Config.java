package io.conpool.http2;

import java.time.Duration;

import static io.conpool.error.InvalidSettingException.require;
import static io.conpool.error.InvalidSettingException.requirePositive;

/**
 * What this client tells its peers in SETTINGS, and the limits that it keeps. Immutable.
 *
 * @param initialWindowSize how many bytes of one response may be under way, 65,535 to
 * 2^31-1; default 1 MiB
 * @param connectionWindowSize how many bytes of all responses of a connection may be
 * under way, 65,535 to 2^31-1; default 16 MiB
 * @param maxHeaderListSize largest header list of a response in bytes as RFC 9113 section
 * 6.5.2 counts them, 1,024 to 16 MiB; default 64 KiB
 * @param maxConcurrentStreams most streams on one connection, whatever the peer allows
 * beyond it, 1 or more; default 1,000
 * @param maxResponseBodySize largest body of a response in bytes, as it is on the wire, 0
 * to 2^31-9; default 16 MiB
 * @param settingsTimeout longest wait for the peer's SETTINGS and for its acknowledgement
 * of ours, more than 0; default 10 s
 */
public record Http2Config(int initialWindowSize, int connectionWindowSize, int maxHeaderListSize,
		int maxConcurrentStreams, int maxResponseBodySize, Duration settingsTimeout) {

	// A smaller window could be overrun lawfully by what the peer sends before it has
	// read our SETTINGS.
	private static final int MIN_WINDOW = 65_535;

	private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

	public Http2Config {
		require(initialWindowSize >= MIN_WINDOW, "http2.initialWindowSize", initialWindowSize,
				"65535 to 2147483647 bytes");
		require(connectionWindowSize >= MIN_WINDOW, "http2.connectionWindowSize", connectionWindowSize,
				"65535 to 2147483647 bytes");
		require(maxHeaderListSize >= 1024 && maxHeaderListSize <= 16 << 20, "http2.maxHeaderListSize",
				maxHeaderListSize, "1024 to 16777216 bytes");
		require(maxConcurrentStreams >= 1, "http2.maxConcurrentStreams", maxConcurrentStreams, "1 or more");
		require(maxResponseBodySize >= 0 && maxResponseBodySize <= MAX_ARRAY, "http2.maxResponseBodySize",
				maxResponseBodySize, "0 to 2147483639 bytes");
		requirePositive("http2.settingsTimeout", settingsTimeout);
	}

	/**
	 * The defaults.
	 * @return a configuration
	 */
	public static Http2Config defaults() {
		return new Http2Config(1 << 20, 16 << 20, 64 << 10, 1_000, 16 << 20, Duration.ofSeconds(10));
	}

}

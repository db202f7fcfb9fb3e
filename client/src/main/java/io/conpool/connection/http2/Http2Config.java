package io.conpool.connection.http2;

import java.time.Duration;

import static io.conpool.error.InvalidSettingException.require;
import static io.conpool.error.InvalidSettingException.requirePositive;

/**
 * What this client tells its peers in SETTINGS, and the limits that it keeps. Sizes are
 * in bytes. Immutable.
 *
 * @param initialWindowSize how much of one response may be under way, or received and not
 * read, 65,535 to 2^31-1; default 1 MiB
 * @param connectionWindowSize how much of all responses of a connection may be under way,
 * 65,535 to 2^31-1; default 16 MiB
 * @param adaptiveWindows whether windows grow where they are what limits a transfer;
 * default true
 * @param maxWindowSize how far a window may grow, of a stream and of the connection,
 * 65,535 to 2^31-1; a window that is configured larger does not grow; default 16 MiB
 * @param headerTableSize the HPACK table in which the peer may keep header fields of
 * responses, 0 to 1 MiB; default 4,096
 * @param maxEncoderTableSize the largest HPACK table for header fields of requests,
 * whatever the peer allows beyond it, 0 to 1 MiB; default 4,096
 * @param maxFrameSize the largest payload of a frame that is accepted, 16,384 to
 * 16,777,215; default 65,536, since there are servers that send large header blocks in
 * frames above 16,384 whatever they are told
 * @param maxHeaderListSize largest header list of a response as RFC 9113 section 6.5.2
 * counts it, 1,024 to 16 MiB; default 64 KiB
 * @param maxConcurrentStreams most streams on one connection, whatever the peer allows
 * beyond it, 1 or more; default 1,000
 * @param maxResponseBodySize largest body of a response, as it is on the wire, 0 to
 * 2^31-9; default 16 MiB
 * @param settingsTimeout longest wait for the peer's SETTINGS and for its acknowledgement
 * of ours, more than 0; default 10 s
 * @param keepAliveInterval after this long without a byte from the peer, at most, while
 * streams are open, it is sent a PING; 1 s or more, or 0 for never; default 0
 * @param keepAliveTimeout how long the peer may leave a PING unanswered, and send nothing
 * else, before the connection is given up; it holds for every PING, also without keep
 * alive; more than 0; default 10 s
 * @param keepAliveWithoutStreams whether a connection without open streams is kept alive,
 * too; default false
 */
public record Http2Config(int initialWindowSize, int connectionWindowSize, boolean adaptiveWindows, int maxWindowSize,
		int headerTableSize, int maxEncoderTableSize, int maxFrameSize, int maxHeaderListSize, int maxConcurrentStreams,
		int maxResponseBodySize, Duration settingsTimeout, Duration keepAliveInterval, Duration keepAliveTimeout,
		boolean keepAliveWithoutStreams) {

	// A smaller window could be overrun lawfully by what the peer sends before it has
	// read our SETTINGS.
	private static final int MIN_WINDOW = 65_535;

	private static final int MAX_TABLE = 1 << 20;

	// RFC 9113 section 6.5.2.
	private static final int MIN_FRAME = 16_384;

	private static final int MAX_FRAME = (1 << 24) - 1;

	private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

	private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

	public Http2Config {
		requireWindow("http2.initialWindowSize", initialWindowSize);
		requireWindow("http2.connectionWindowSize", connectionWindowSize);
		requireWindow("http2.maxWindowSize", maxWindowSize);
		requireTable("http2.headerTableSize", headerTableSize);
		requireTable("http2.maxEncoderTableSize", maxEncoderTableSize);
		require(maxFrameSize >= MIN_FRAME && maxFrameSize <= MAX_FRAME, "http2.maxFrameSize", maxFrameSize,
				"16384 to 16777215 bytes");
		require(maxHeaderListSize >= 1024 && maxHeaderListSize <= 16 << 20, "http2.maxHeaderListSize",
				maxHeaderListSize, "1024 to 16777216 bytes");
		require(maxConcurrentStreams >= 1, "http2.maxConcurrentStreams", maxConcurrentStreams, "1 or more");
		require(maxResponseBodySize >= 0 && maxResponseBodySize <= MAX_ARRAY, "http2.maxResponseBodySize",
				maxResponseBodySize, "0 to 2147483639 bytes");
		requirePositive("http2.settingsTimeout", settingsTimeout);
		require(keepAliveInterval.isZero() || keepAliveInterval.compareTo(MIN_INTERVAL) >= 0, "http2.keepAliveInterval",
				keepAliveInterval, "0 for never, or 1 second or more");
		requirePositive("http2.keepAliveTimeout", keepAliveTimeout);
	}

	private static void requireWindow(String setting, int size) {
		require(size >= MIN_WINDOW, setting, size, "65535 to 2147483647 bytes");
	}

	private static void requireTable(String setting, int size) {
		require(size >= 0 && size <= MAX_TABLE, setting, size, "0 to 1048576 bytes");
	}

	/**
	 * The defaults.
	 * @return a configuration
	 */
	public static Http2Config defaults() {
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
	 * Collects settings; their meaning and defaults are {@link Http2Config}'s. Confined
	 * to one thread.
	 */
	public static final class Builder {

		private int initialWindowSize = 1 << 20;

		private int connectionWindowSize = 16 << 20;

		private boolean adaptiveWindows = true;

		private int maxWindowSize = 16 << 20;

		private int headerTableSize = 4096;

		private int maxEncoderTableSize = 4096;

		private int maxFrameSize = 65_536;

		private int maxHeaderListSize = 64 << 10;

		private int maxConcurrentStreams = 1_000;

		private int maxResponseBodySize = 16 << 20;

		private Duration settingsTimeout = Duration.ofSeconds(10);

		private Duration keepAliveInterval = Duration.ZERO;

		private Duration keepAliveTimeout = Duration.ofSeconds(10);

		private boolean keepAliveWithoutStreams = false;

		private Builder() {
		}

		/**
		 * Sets how many bytes of one response may be under way.
		 * @param value 65,535 to 2^31-1
		 * @return this
		 */
		public Builder initialWindowSize(int value) {
			this.initialWindowSize = value;
			return this;
		}

		/**
		 * Sets how many bytes of all responses of a connection may be under way.
		 * @param value 65,535 to 2^31-1
		 * @return this
		 */
		public Builder connectionWindowSize(int value) {
			this.connectionWindowSize = value;
			return this;
		}

		/**
		 * Sets whether windows grow where they are what limits a transfer.
		 * @param value true or false
		 * @return this
		 */
		public Builder adaptiveWindows(boolean value) {
			this.adaptiveWindows = value;
			return this;
		}

		/**
		 * Sets how far a window may grow.
		 * @param value 65,535 to 2^31-1
		 * @return this
		 */
		public Builder maxWindowSize(int value) {
			this.maxWindowSize = value;
			return this;
		}

		/**
		 * Sets the size of the HPACK table for responses.
		 * @param value 0 to 1 MiB
		 * @return this
		 */
		public Builder headerTableSize(int value) {
			this.headerTableSize = value;
			return this;
		}

		/**
		 * Sets the largest HPACK table for requests.
		 * @param value 0 to 1 MiB
		 * @return this
		 */
		public Builder maxEncoderTableSize(int value) {
			this.maxEncoderTableSize = value;
			return this;
		}

		/**
		 * Sets the largest payload of a frame that is accepted.
		 * @param value 16,384 to 16,777,215
		 * @return this
		 */
		public Builder maxFrameSize(int value) {
			this.maxFrameSize = value;
			return this;
		}

		/**
		 * Sets the largest header list of a response.
		 * @param value 1,024 to 16 MiB
		 * @return this
		 */
		public Builder maxHeaderListSize(int value) {
			this.maxHeaderListSize = value;
			return this;
		}

		/**
		 * Sets the most streams on one connection.
		 * @param value 1 or more
		 * @return this
		 */
		public Builder maxConcurrentStreams(int value) {
			this.maxConcurrentStreams = value;
			return this;
		}

		/**
		 * Sets the largest body of a response.
		 * @param value 0 to 2^31-9
		 * @return this
		 */
		public Builder maxResponseBodySize(int value) {
			this.maxResponseBodySize = value;
			return this;
		}

		/**
		 * Sets the longest wait for the peer's SETTINGS and its acknowledgement of ours.
		 * @param value more than 0
		 * @return this
		 */
		public Builder settingsTimeout(Duration value) {
			this.settingsTimeout = value;
			return this;
		}

		/**
		 * Sets after how long without a byte from the peer it is sent a PING.
		 * @param value 0 for never, or 1 s or more
		 * @return this
		 */
		public Builder keepAliveInterval(Duration value) {
			this.keepAliveInterval = value;
			return this;
		}

		/**
		 * Sets how long the peer may leave a PING unanswered.
		 * @param value more than 0
		 * @return this
		 */
		public Builder keepAliveTimeout(Duration value) {
			this.keepAliveTimeout = value;
			return this;
		}

		/**
		 * Sets whether a connection without open streams is kept alive, too.
		 * @param value true or false
		 * @return this
		 */
		public Builder keepAliveWithoutStreams(boolean value) {
			this.keepAliveWithoutStreams = value;
			return this;
		}

		/**
		 * The configuration.
		 * @return the configuration
		 * @throws io.conpool.error.InvalidSettingException if a value is out of its range
		 */
		public Http2Config build() {
			return new Http2Config(this.initialWindowSize, this.connectionWindowSize, this.adaptiveWindows,
					this.maxWindowSize, this.headerTableSize, this.maxEncoderTableSize, this.maxFrameSize,
					this.maxHeaderListSize, this.maxConcurrentStreams, this.maxResponseBodySize, this.settingsTimeout,
					this.keepAliveInterval, this.keepAliveTimeout, this.keepAliveWithoutStreams);
		}

	}

}

package io.conpool.call;

import java.time.Duration;

import static io.conpool.error.InvalidSettingException.require;
import static io.conpool.error.InvalidSettingException.requirePositive;

/**
 * How calls are led. Immutable.
 *
 * @param requestTimeout longest time of a call from its start to the end of the response,
 * waiting, replays and retries included, more than 0; a request may have its own; default
 * 30 s
 * @param responseTimeout longest wait for the response's headers, counted from when the
 * last part of the request was sent, more than 0; a request may have its own; default 60
 * s
 * @param idleTimeout longest time without any content while a response is under way and
 * its reader keeps up, more than 0; a request may have its own; default 60 s
 * @param unreadTimeout longest time that content of a streamed response may lie unread
 * before the stream is given up, more than 0; default 60 s
 * @param maxReplays how often a request that the server cannot have processed is sent
 * again, 0 or more; default 5. The first replay is at once, each further one after a
 * pause as before a retry: the second after twice {@code retryDelay}. Not counted, and at
 * once up to 100 times, is what a connection in its end refused: before anything was
 * sent, or by GOAWAY with NO_ERROR. Counted is the one replay of an idempotent request
 * whose connection had served and ended before it answered
 * @param maxRetries how often a request of an idempotent method (RFC 9110 section 9.2.2)
 * is sent again that the server may have processed, 0 or more; default 0
 * @param retryDelay pause before the first such retry, doubled for each further one up to
 * 10 s and varied at random by half in both directions, more than 0; default 100 ms.
 * Replays from the second on pause likewise
 * @param decompression what is done about compressed responses
 */
public record CallConfig(Duration requestTimeout, Duration responseTimeout, Duration idleTimeout,
		Duration unreadTimeout, int maxReplays, int maxRetries, Duration retryDelay, Decompression decompression) {

	public CallConfig {
		requirePositive("requestTimeout", requestTimeout);
		requirePositive("responseTimeout", responseTimeout);
		requirePositive("idleTimeout", idleTimeout);
		requirePositive("unreadTimeout", unreadTimeout);
		require(maxReplays >= 0, "maxReplays", maxReplays, "0 or more");
		require(maxRetries >= 0, "maxRetries", maxRetries, "0 or more");
		requirePositive("retryDelay", retryDelay);
	}

	/**
	 * The defaults.
	 * @return a configuration
	 */
	public static CallConfig defaults() {
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
	 * What is done about compressed responses. Immutable.
	 *
	 * @param enabled whether the codings that are there (gzip and deflate always, br and
	 * zstd by class path) are asked for and decoded; default true
	 * @param maxSize largest decoded body that is gathered in memory, in bytes, 1 to
	 * 2^31-9; default 16 MiB. What is streamed may have any size
	 * @param maxRatio largest ratio of decoded to encoded size, kept from a decoded size
	 * of 1 MiB on, for what is streamed at any moment, 1 or more; default 250
	 */
	public record Decompression(boolean enabled, int maxSize, int maxRatio) {

		public Decompression {
			require(maxSize >= 1 && maxSize <= Integer.MAX_VALUE - 8, "decompression.maxSize", maxSize,
					"1 to 2147483639 bytes");
			require(maxRatio >= 1, "decompression.maxRatio", maxRatio, "1 or more");
		}

		/**
		 * The defaults.
		 * @return a configuration
		 */
		public static Decompression defaults() {
			return new Decompression(true, 16 << 20, 250);
		}

	}

	/**
	 * Collects settings; their meaning and defaults are {@link CallConfig}'s. Confined to
	 * one thread.
	 */
	public static final class Builder {

		private Duration requestTimeout = Duration.ofSeconds(30);

		private Duration responseTimeout = Duration.ofSeconds(60);

		private Duration idleTimeout = Duration.ofSeconds(60);

		private Duration unreadTimeout = Duration.ofSeconds(60);

		private int maxReplays = 5;

		private int maxRetries;

		private Duration retryDelay = Duration.ofMillis(100);

		private Decompression decompression = Decompression.defaults();

		private Builder() {
		}

		/**
		 * Sets the longest time of a call.
		 * @param value more than 0
		 * @return this
		 */
		public Builder requestTimeout(Duration value) {
			this.requestTimeout = value;
			return this;
		}

		/**
		 * Sets the longest wait for the response's headers.
		 * @param value more than 0
		 * @return this
		 */
		public Builder responseTimeout(Duration value) {
			this.responseTimeout = value;
			return this;
		}

		/**
		 * Sets the longest time without content while a response is under way.
		 * @param value more than 0
		 * @return this
		 */
		public Builder idleTimeout(Duration value) {
			this.idleTimeout = value;
			return this;
		}

		/**
		 * Sets the longest time that content may lie unread.
		 * @param value more than 0
		 * @return this
		 */
		public Builder unreadTimeout(Duration value) {
			this.unreadTimeout = value;
			return this;
		}

		/**
		 * Sets how often a request that the server cannot have processed is sent again.
		 * @param value 0 or more
		 * @return this
		 */
		public Builder maxReplays(int value) {
			this.maxReplays = value;
			return this;
		}

		/**
		 * Sets how often an idempotent request that the server may have processed is sent
		 * again.
		 * @param value 0 or more
		 * @return this
		 */
		public Builder maxRetries(int value) {
			this.maxRetries = value;
			return this;
		}

		/**
		 * Sets the pause before the first retry, from which those before replays follow.
		 * @param value more than 0
		 * @return this
		 */
		public Builder retryDelay(Duration value) {
			this.retryDelay = value;
			return this;
		}

		/**
		 * Sets what is done about compressed responses.
		 * @param value the settings
		 * @return this
		 */
		public Builder decompression(Decompression value) {
			this.decompression = value;
			return this;
		}

		/**
		 * The configuration.
		 * @return the configuration
		 * @throws io.conpool.error.InvalidSettingException if a value is out of its range
		 */
		public CallConfig build() {
			return new CallConfig(this.requestTimeout, this.responseTimeout, this.idleTimeout, this.unreadTimeout,
					this.maxReplays, this.maxRetries, this.retryDelay, this.decompression);
		}

	}

}

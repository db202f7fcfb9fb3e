package io.conpool.call;

import java.time.Duration;

import static io.conpool.error.InvalidSettingException.require;
import static io.conpool.error.InvalidSettingException.requirePositive;

/**
 * How calls are led. Immutable.
 *
 * @param requestTimeout longest time of a call from its start to the end of the response,
 * waiting and replays included, more than 0; a request may have its own; default 30 s
 * @param maxReplays how often a request that the server cannot have processed is sent
 * again, 0 or more; default 5. Not counted, up to 100 attempts, is what a connection in
 * its end refused: before anything was sent, or by GOAWAY
 * @param decompression what is done about compressed responses
 */
public record CallConfig(Duration requestTimeout, int maxReplays, Decompression decompression) {

	public CallConfig {
		requirePositive("requestTimeout", requestTimeout);
		require(maxReplays >= 0, "maxReplays", maxReplays, "0 or more");
	}

	/**
	 * The defaults.
	 * @return a configuration
	 */
	public static CallConfig defaults() {
		return new CallConfig(Duration.ofSeconds(30), 5, Decompression.defaults());
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

}

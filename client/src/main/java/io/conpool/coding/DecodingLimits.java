package io.conpool.coding;

import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;

/**
 * How far content may grow when it is decoded. Immutable.
 *
 * @param maxSize largest decoded size in bytes, 1 or more; {@link Long#MAX_VALUE} for any
 * @param maxRatio largest ratio of what was decoded to what has arrived, 1 or more, kept
 * from a decoded size of 1 MiB on
 */
public record DecodingLimits(long maxSize, int maxRatio) {

	private static final int RATIO_COUNTS_FROM = 1 << 20;

	/** Whether so much may have come of so little. */
	boolean allow(long decoded, long encoded) {
		return decoded <= this.maxSize
				&& (decoded <= RATIO_COUNTS_FROM || (decoded + this.maxRatio - 1) / this.maxRatio <= encoded);
	}

	/**
	 * The error that a breach ends in.
	 * @return a new exception with {@link H2Error.DecompressionBomb}
	 */
	public H2ClientException breach() {
		return new H2Error.DecompressionBomb(this.maxSize, this.maxRatio).asException();
	}

}

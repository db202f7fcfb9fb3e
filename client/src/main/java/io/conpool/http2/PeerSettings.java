package io.conpool.http2;

import io.netty.handler.codec.http2.Http2Settings;

/**
 * The peer's SETTINGS as far as they bind this client (RFC 9113 section 6.5.2).
 * Immutable.
 *
 * @param headerTableSize the largest HPACK table that the peer's decoder keeps, in bytes
 * @param maxConcurrentStreams most streams that this client may have open;
 * {@link Long#MAX_VALUE} if the peer sets no limit
 * @param initialWindowSize the send window of a new stream, in bytes
 * @param maxFrameSize the largest frame payload that the peer accepts, in bytes
 * @param maxHeaderListSize the largest header list that the peer accepts, in bytes;
 * {@link Long#MAX_VALUE} if it sets no limit
 */
public record PeerSettings(long headerTableSize, long maxConcurrentStreams, int initialWindowSize, int maxFrameSize,
		long maxHeaderListSize) {

	/** What holds until the peer says otherwise (RFC 9113 section 6.5.2). */
	static final PeerSettings INITIAL = new PeerSettings(4096, Long.MAX_VALUE, 65_535, 16_384, Long.MAX_VALUE);

	/**
	 * These settings with what a SETTINGS frame changes; what it does not mention stays.
	 */
	PeerSettings with(Http2Settings frame) {
		Long tableSize = frame.headerTableSize();
		Long streams = frame.maxConcurrentStreams();
		Integer window = frame.initialWindowSize();
		Integer frameSize = frame.maxFrameSize();
		Long listSize = frame.maxHeaderListSize();
		return new PeerSettings((tableSize != null) ? tableSize : this.headerTableSize,
				(streams != null) ? streams : this.maxConcurrentStreams,
				(window != null) ? window : this.initialWindowSize, (frameSize != null) ? frameSize : this.maxFrameSize,
				(listSize != null) ? listSize : this.maxHeaderListSize);
	}

}

package io.conpool.connection.http2;

import io.conpool.connection.http2.frame.Breach;
import io.conpool.connection.http2.frame.FrameFormat;
import io.conpool.error.Http2ErrorCode;

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
	static final PeerSettings INITIAL = new PeerSettings(FrameFormat.INITIAL_HEADER_TABLE_SIZE, Long.MAX_VALUE,
			FrameFormat.INITIAL_WINDOW, FrameFormat.INITIAL_MAX_FRAME_SIZE, Long.MAX_VALUE);

	private static final int SMALLEST_MAX_FRAME_SIZE = 1 << 14;

	private static final int LARGEST_MAX_FRAME_SIZE = (1 << 24) - 1;

	/** These settings with one changed; unknown ones are ignored. */
	PeerSettings with(int id, long value) throws Breach {
		return switch (id) {
			case FrameFormat.HEADER_TABLE_SIZE -> new PeerSettings(value, this.maxConcurrentStreams,
					this.initialWindowSize, this.maxFrameSize, this.maxHeaderListSize);
			case FrameFormat.ENABLE_PUSH -> {
				require(value == 0, Http2ErrorCode.PROTOCOL_ERROR, "ENABLE_PUSH", value);
				yield this;
			}
			case FrameFormat.MAX_CONCURRENT_STREAMS -> new PeerSettings(this.headerTableSize, value,
					this.initialWindowSize, this.maxFrameSize, this.maxHeaderListSize);
			case FrameFormat.INITIAL_WINDOW_SIZE -> {
				require(value <= Integer.MAX_VALUE, Http2ErrorCode.FLOW_CONTROL_ERROR, "INITIAL_WINDOW_SIZE", value);
				yield new PeerSettings(this.headerTableSize, this.maxConcurrentStreams, (int) value, this.maxFrameSize,
						this.maxHeaderListSize);
			}
			case FrameFormat.MAX_FRAME_SIZE -> {
				require(value >= SMALLEST_MAX_FRAME_SIZE && value <= LARGEST_MAX_FRAME_SIZE,
						Http2ErrorCode.PROTOCOL_ERROR, "MAX_FRAME_SIZE", value);
				yield new PeerSettings(this.headerTableSize, this.maxConcurrentStreams, this.initialWindowSize,
						(int) value, this.maxHeaderListSize);
			}
			case FrameFormat.MAX_HEADER_LIST_SIZE -> new PeerSettings(this.headerTableSize, this.maxConcurrentStreams,
					this.initialWindowSize, this.maxFrameSize, value);
			default -> this;
		};
	}

	private static void require(boolean valid, Http2ErrorCode code, String setting, long value) throws Breach {
		if (!valid) {
			throw Breach.ofConnection(code, setting + " of " + value);
		}
	}

}

package io.conpool.http2;

import java.util.Arrays;

import io.conpool.error.Http2ErrorCode;
import io.conpool.hpack.HeaderList;
import io.conpool.hpack.HpackDecoder;
import io.conpool.hpack.HpackException;
import io.netty.buffer.ByteBuf;

/**
 * A field block on its way in: HEADERS and the CONTINUATION frames that follow it (RFC
 * 9113 section 4.3), joined and decoded. Confined to the connection's event loop.
 */
final class FieldBlock {

	// A list above the limit is the stream's error; a block far above it is the
	// connection's.
	private static final long TOLERANCE = 4;

	private static final int SMALL_FRAGMENT = 8 * 1024;

	private static final int MAX_SMALL_FRAGMENTS = 16;

	private static final int INITIAL_LENGTH = 1024;

	private final HpackDecoder hpack;

	private final long maxLength;

	private byte[] bytes = new byte[INITIAL_LENGTH];

	private int length;

	// 0 if none is on its way.
	private int streamId;

	private boolean endStream;

	private int smallFragments;

	FieldBlock(Http2Config config) {
		this.hpack = new HpackDecoder(config.headerTableSize(), config.maxHeaderListSize());
		this.maxLength = config.maxHeaderListSize() * TOLERANCE;
	}

	/** Whether no frame may come but a CONTINUATION (section 6.10). */
	boolean isOpen() {
		return this.streamId != 0;
	}

	int streamId() {
		return this.streamId;
	}

	boolean endStream() {
		return this.endStream;
	}

	void begin(int id, boolean endsStream) {
		this.streamId = id;
		this.endStream = endsStream;
		this.length = 0;
		this.smallFragments = 0;
	}

	void add(ByteBuf in, int count) throws Breach {
		if (count > this.maxLength - this.length) {
			throw Breach.ofConnection(Http2ErrorCode.PROTOCOL_ERROR,
					"a field block of more than " + this.maxLength + " bytes");
		}
		if (count > this.bytes.length - this.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.length + count, 2 * this.bytes.length));
		}
		in.readBytes(this.bytes, this.length, count);
		this.length += count;
	}

	/**
	 * There is more to come; small pieces of a block cost more than they bring (section
	 * 10.5).
	 */
	void awaitMore(int count) throws Breach {
		if (count < SMALL_FRAGMENT && ++this.smallFragments > MAX_SMALL_FRAGMENTS) {
			throw Breach.ofConnection(Http2ErrorCode.ENHANCE_YOUR_CALM, "too many small CONTINUATION frames");
		}
	}

	/** The block is complete; the list is valid until the next one. */
	HeaderList decode() throws Breach {
		this.streamId = 0;
		try {
			return this.hpack.decode(this.bytes, this.length);
		}
		catch (HpackException ex) {
			throw Breach.ofConnection(Http2ErrorCode.COMPRESSION_ERROR, String.valueOf(ex.getMessage()));
		}
	}

}

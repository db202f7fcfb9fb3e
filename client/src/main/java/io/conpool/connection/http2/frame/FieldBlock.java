package io.conpool.connection.http2.frame;

import io.conpool.error.Http2ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * A field block on its way in: HEADERS and the CONTINUATION frames that follow it (RFC
 * 9113 section 4.3), joined, and decoded by the codec. Confined to the connection's event
 * loop.
 */
final class FieldBlock {

	// A list above the limit is the stream's error; a block far above it is the
	// connection's.
	private static final long TOLERANCE = 4;

	private static final int SMALL_FRAGMENT = 8 * 1024;

	private static final int MAX_SMALL_FRAGMENTS = 16;

	private static final int INITIAL_LENGTH = 1024;

	// What most blocks need is kept for the next one.
	private static final int MOST_LENGTH_KEPT = 16 * 1024;

	private final HeaderList list = new HeaderList();

	private final DefaultHttp2HeadersDecoder hpack;

	private final long maxLength;

	// On the heap, so that nobody has to release it.
	private ByteBuf bytes = Unpooled.buffer(INITIAL_LENGTH);

	// 0 if none is on its way.
	private int streamId;

	private boolean endStream;

	private int smallFragments;

	FieldBlock(int maxListSize, int maxTableSize) {
		this.maxLength = maxListSize * TOLERANCE;
		// What is wrong with a field is found by the list, which knows those of the
		// table.
		this.hpack = new DefaultHttp2HeadersDecoder(false, maxListSize) {
			@Override
			protected Http2Headers newHeaders() {
				return FieldBlock.this.list.begin();
			}
		};
		try {
			// Our settings hold from the beginning: whatever they bind, the peer sends
			// after it has read them.
			this.hpack.maxHeaderTableSize(maxTableSize);
			this.hpack.maxHeaderListSize(maxListSize, this.maxLength);
		}
		catch (Http2Exception ex) {
			throw new IllegalStateException(ex);
		}
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
		this.smallFragments = 0;
		if (this.bytes.capacity() > MOST_LENGTH_KEPT) {
			this.bytes = Unpooled.buffer(INITIAL_LENGTH);
		}
		this.bytes.clear();
	}

	void add(ByteBuf in, int count) throws Breach {
		if (count > this.maxLength - this.bytes.readableBytes()) {
			throw Breach.ofConnection(Http2ErrorCode.PROTOCOL_ERROR,
					"a field block of more than " + this.maxLength + " bytes");
		}
		this.bytes.writeBytes(in, count);
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
		int id = this.streamId;
		this.streamId = 0;
		try {
			this.hpack.decodeHeaders(id, this.bytes);
			return this.list;
		}
		catch (Http2Exception.HeaderListSizeException ex) {
			return this.list.endBeyondLimit();
		}
		catch (Http2Exception ex) {
			throw Breach.ofConnection(Http2ErrorCode.of(ex.error().code()), String.valueOf(ex.getMessage()));
		}
	}

}

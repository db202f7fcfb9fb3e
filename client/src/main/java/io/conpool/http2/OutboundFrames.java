package io.conpool.http2;

import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

import io.conpool.error.Http2ErrorCode;
import io.conpool.transport.ConnectionChannel;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames (RFC 9113 section 4.1), all of a burst into one buffer, which is flushed
 * at its end. It numbers the bursts, so that it can tell what cannot have left this
 * machine. Confined to the connection's event loop.
 */
final class OutboundFrames {

	private static final int INITIAL_BLOCK = 512;

	private static final int INITIAL_BURST = 4 * 1024;

	private static final int LARGE_BURST = 64 * 1024;

	private static final short END_STREAM = Http2Flags.END_STREAM;

	private static final short END_HEADERS = Http2Flags.END_HEADERS;

	private static final short ACK = Http2Flags.ACK;

	private final ConnectionChannel channel;

	private final int maxTableSize;

	private final LongConsumer onWritten;

	private final DefaultHttp2HeadersEncoder hpack = new DefaultHttp2HeadersEncoder(HeaderMapper.SENSITIVE, true);

	private long tableSize = Http2CodecUtil.DEFAULT_HEADER_TABLE_SIZE;

	// The smallest since the last field block.
	private long smallestTableSize = Http2CodecUtil.DEFAULT_HEADER_TABLE_SIZE;

	private long maxHeaderListSize = PeerSettings.INITIAL.maxHeaderListSize();

	private @Nullable ByteBuf burst;

	private int bursts;

	private int burstsWritten;

	OutboundFrames(ConnectionChannel channel, int maxTableSize, LongConsumer onWritten) {
		this.channel = channel;
		this.maxTableSize = maxTableSize;
		this.onWritten = onWritten;
	}

	void apply(PeerSettings settings) {
		// An encoder may keep less than it is allowed to (RFC 7541 section 4.2).
		this.tableSize = Math.min(settings.headerTableSize(), this.maxTableSize);
		this.smallestTableSize = Math.min(this.smallestTableSize, this.tableSize);
		this.maxHeaderListSize = settings.maxHeaderListSize();
	}

	void preface(Http2Settings settings) {
		buffer().writeBytes(Http2CodecUtil.connectionPrefaceBuf());
		ByteBuf out = header(settings.size() * Http2CodecUtil.SETTING_ENTRY_LENGTH, Http2FrameTypes.SETTINGS, 0, 0);
		settings.forEach((id, value) -> out.writeShort(id).writeInt(value.intValue()));
	}

	void settingsAck() {
		header(0, Http2FrameTypes.SETTINGS, ACK, 0);
	}

	void ping(long data) {
		header(8, Http2FrameTypes.PING, 0, 0).writeLong(data);
	}

	void pingAck(long data) {
		header(8, Http2FrameTypes.PING, ACK, 0).writeLong(data);
	}

	void windowUpdate(int streamId, int increment) {
		header(4, Http2FrameTypes.WINDOW_UPDATE, 0, streamId).writeInt(increment);
	}

	void reset(int streamId, Http2ErrorCode code) {
		header(4, Http2FrameTypes.RST_STREAM, 0, streamId).writeInt(code.code());
	}

	/** The last stream id is 0: the peer has opened none. */
	void goAway(Http2ErrorCode code) {
		header(8, Http2FrameTypes.GO_AWAY, 0, 0).writeInt(0).writeInt(code.code());
	}

	/**
	 * Writes HEADERS, and CONTINUATION where they are larger than a frame may be.
	 * @throws Http2Exception before anything is written, if the list is larger than the
	 * peer accepts
	 */
	void headers(int streamId, Http2Headers headers, boolean endStream, int maxFrameSize) throws Http2Exception {
		requireAccepted(streamId, headers);
		ByteBuf block = this.channel.allocate(INITIAL_BLOCK);
		try {
			announceTableSize();
			this.hpack.encodeHeaders(streamId, headers, block);
			int first = Math.min(block.readableBytes(), maxFrameSize);
			int flags = (endStream ? END_STREAM : 0) | ((first == block.readableBytes()) ? END_HEADERS : 0);
			header(first, Http2FrameTypes.HEADERS, flags, streamId).writeBytes(block, first);
			while (block.isReadable()) {
				int next = Math.min(block.readableBytes(), maxFrameSize);
				int end = (next == block.readableBytes()) ? END_HEADERS : 0;
				header(next, Http2FrameTypes.CONTINUATION, end, streamId).writeBytes(block, next);
			}
		}
		finally {
			block.release();
		}
	}

	/**
	 * Not left to the codec, which then forgets the table sizes that it has to announce.
	 */
	private void requireAccepted(int streamId, Http2Headers headers) throws Http2Exception {
		if (this.maxHeaderListSize != Long.MAX_VALUE && HeaderMapper.headerListSize(headers) > this.maxHeaderListSize) {
			Http2CodecUtil.headerListSizeExceeded(streamId, this.maxHeaderListSize, false);
		}
	}

	/**
	 * RFC 7541 section 4.2: of all changes since the last block, the smallest and the
	 * last. Does nothing if there was none.
	 */
	private void announceTableSize() throws Http2Exception {
		this.hpack.maxHeaderTableSize(this.smallestTableSize);
		this.hpack.maxHeaderTableSize(this.tableSize);
		this.smallestTableSize = this.tableSize;
	}

	/**
	 * Writes DATA with the next bytes of a buffer.
	 */
	void data(int streamId, ByteBuffer content, int length, boolean endStream) {
		ByteBuf out = header(length, Http2FrameTypes.DATA, endStream ? END_STREAM : 0, streamId);
		int limit = content.limit();
		out.writeBytes(content.limit(content.position() + length));
		content.limit(limit);
	}

	void endStream(int streamId) {
		header(0, Http2FrameTypes.DATA, END_STREAM, streamId);
	}

	/** Keeps the buffer of a burst from growing with the content. */
	void flushIfLarge() {
		if (this.burst != null && this.burst.readableBytes() >= LARGE_BURST) {
			flush();
		}
	}

	private ByteBuf header(int length, byte type, int flags, int streamId) {
		return buffer().writeMedium(length).writeByte(type).writeByte(flags).writeInt(streamId);
	}

	private ByteBuf buffer() {
		ByteBuf current = this.burst;
		if (current == null) {
			current = this.channel.allocate(INITIAL_BURST);
			this.burst = current;
			this.bursts++;
		}
		return current;
	}

	/** Sends what was written since the last time, if anything. */
	void flush() {
		ByteBuf out = this.burst;
		if (out == null) {
			return;
		}
		this.burst = null;
		int number = this.bursts;
		this.onWritten.accept(out.readableBytes());
		this.channel.writeAndFlush(out).addListener((done) -> {
			if (done.isSuccess()) {
				this.burstsWritten = number;
			}
		});
	}

	/** The number of the burst that is being written, for {@link #isUnsent}. */
	int currentBurst() {
		return this.bursts;
	}

	/**
	 * Whether no byte of that burst can have left this machine: it is still here, or a
	 * burst before it was not written to its end.
	 */
	boolean isUnsent(int number) {
		return (this.burst != null && number == this.bursts) || number > this.burstsWritten + 1;
	}

	/** Gives back what was not flushed. */
	void release() {
		if (this.burst != null) {
			this.burst.release();
			this.burst = null;
		}
		this.hpack.close();
	}

}

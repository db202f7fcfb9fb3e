package io.conpool.connection.http2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

import io.conpool.connection.ConnectionChannel;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.HttpHeaders;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames (RFC 9113 section 4.1), all of a burst into one buffer, which is flushed
 * at its end. It numbers the bursts, so that it can tell what cannot have left this
 * machine. Confined to the connection's event loop.
 */
final class OutboundFrames {

	private static final int SMALLEST_BURST = 4 * 1024;

	private static final int LARGE_BURST = 64 * 1024;

	// A large burst and the frame that made it one.
	private static final int LARGEST_CAPACITY = LARGE_BURST + 17 * 1024;

	private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private final ConnectionChannel channel;

	private final RequestBlocks blocks;

	private final LongConsumer onWritten;

	private @Nullable ByteBuf burst;

	// Of the next burst: what the last one had, so that a buffer need not grow where
	// content is sent.
	private int capacity = SMALLEST_BURST;

	private int bursts;

	private int burstsWritten;

	OutboundFrames(ConnectionChannel channel, int maxTableSize, LongConsumer onWritten) {
		this.channel = channel;
		this.blocks = new RequestBlocks(maxTableSize);
		this.onWritten = onWritten;
	}

	void tableSize(long allowed) {
		this.blocks.tableSize(allowed);
	}

	void maxHeaderListSize(long size) {
		this.blocks.maxListSize(size);
	}

	void preface(Http2Config config) {
		buffer().writeBytes(PREFACE);
		ByteBuf out = header(5 * FrameFormat.SETTING_LENGTH, FrameFormat.SETTINGS, 0, 0);
		out.writeShort(FrameFormat.HEADER_TABLE_SIZE).writeInt(config.headerTableSize());
		out.writeShort(FrameFormat.ENABLE_PUSH).writeInt(0);
		out.writeShort(FrameFormat.INITIAL_WINDOW_SIZE).writeInt(config.initialWindowSize());
		out.writeShort(FrameFormat.MAX_FRAME_SIZE).writeInt(config.maxFrameSize());
		out.writeShort(FrameFormat.MAX_HEADER_LIST_SIZE).writeInt(config.maxHeaderListSize());
	}

	void settingsAck() {
		header(0, FrameFormat.SETTINGS, FrameFormat.ACK, 0);
	}

	void ping(long data) {
		header(8, FrameFormat.PING, 0, 0).writeLong(data);
	}

	void pingAck(long data) {
		header(8, FrameFormat.PING, FrameFormat.ACK, 0).writeLong(data);
	}

	void windowUpdate(int streamId, int increment) {
		header(4, FrameFormat.WINDOW_UPDATE, 0, streamId).writeInt(increment);
	}

	void reset(int streamId, Http2ErrorCode code) {
		header(4, FrameFormat.RST_STREAM, 0, streamId).writeInt(code.code());
	}

	/** The last stream id is 0: the peer has opened none. */
	void goAway(Http2ErrorCode code) {
		header(8, FrameFormat.GOAWAY, 0, 0).writeInt(0).writeInt(code.code());
	}

	/**
	 * Writes the head of a request; false, with nothing written, if its header list is
	 * larger than the peer accepts.
	 */
	boolean request(int streamId, H2Request request, boolean endStream, int maxFrameSize) {
		return write(this.blocks.head(request), streamId, endStream, maxFrameSize);
	}

	/** Writes the end of a request, with trailers if there are any; likewise. */
	boolean trailers(int streamId, HttpHeaders fields, int maxFrameSize) {
		if (fields.size() == 0) {
			header(0, FrameFormat.DATA, FrameFormat.END_STREAM, streamId);
			return true;
		}
		return write(this.blocks.trailers(fields), streamId, true, maxFrameSize);
	}

	/** HEADERS, and CONTINUATION where the block is larger than a frame may be. */
	private boolean write(@Nullable ByteBuf block, int streamId, boolean endStream, int maxFrameSize) {
		if (block == null) {
			return false;
		}
		int type = FrameFormat.HEADERS;
		int flags = endStream ? FrameFormat.END_STREAM : 0;
		do {
			int next = Math.min(block.readableBytes(), maxFrameSize);
			int end = (next == block.readableBytes()) ? FrameFormat.END_HEADERS : 0;
			header(next, type, flags | end, streamId).writeBytes(block, next);
			type = FrameFormat.CONTINUATION;
			flags = 0;
		}
		while (block.isReadable());
		return true;
	}

	/**
	 * Writes DATA with the next bytes of a buffer.
	 */
	void data(int streamId, ByteBuffer content, int length, boolean endStream) {
		ByteBuf out = header(length, FrameFormat.DATA, endStream ? FrameFormat.END_STREAM : 0, streamId);
		int limit = content.limit();
		out.writeBytes(content.limit(content.position() + length));
		content.limit(limit);
	}

	/** Keeps the buffer of a burst from growing with the content. */
	void flushIfLarge() {
		if (this.burst != null && this.burst.readableBytes() >= LARGE_BURST) {
			flush();
		}
	}

	private ByteBuf header(int length, int type, int flags, int streamId) {
		long allButTheLastByte = ((long) length << 40) | ((long) type << 32) | ((long) flags << 24) | (streamId >>> 8);
		return buffer().writeLong(allButTheLastByte).writeByte(streamId);
	}

	private ByteBuf buffer() {
		ByteBuf current = this.burst;
		if (current == null) {
			current = this.channel.allocate(this.capacity);
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
		this.capacity = Math.max(SMALLEST_BURST, Math.min(out.readableBytes(), LARGEST_CAPACITY));
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
	}

}

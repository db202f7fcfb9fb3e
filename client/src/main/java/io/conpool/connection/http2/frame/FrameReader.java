package io.conpool.connection.http2.frame;

import io.conpool.error.Http2ErrorCode;
import io.netty.buffer.ByteBuf;

/**
 * Bytes to frames (RFC 9113 sections 4 and 6): takes each apart, and refuses what is
 * wrong with it whatever has come before. A frame is read when it has arrived as a whole,
 * but the content of DATA as it arrives. Confined to the connection's event loop.
 */
public final class FrameReader {

	private static final int PRIORITY_LENGTH = 5;

	private static final int GOAWAY_LENGTH = 8;

	private static final int PING_LENGTH = 8;

	private static final int STREAM_ID = 0x7fffffff;

	private final FrameHandler frames;

	private final int maxFrameSize;

	private final FieldBlock block;

	// Of a DATA frame whose content has not all arrived.
	private boolean inData;

	private int contentLeft;

	private int paddingLeft;

	private int padding;

	private boolean endStream;

	/**
	 * Makes a reader.
	 * @param maxFrameSize the largest payload that is accepted
	 * @param maxHeaderListSize the largest header list that is accepted
	 * @param headerTableSize the HPACK table that the peer may use
	 * @param frames takes the frames
	 */
	public FrameReader(int maxFrameSize, int maxHeaderListSize, int headerTableSize, FrameHandler frames) {
		this.frames = frames;
		this.maxFrameSize = maxFrameSize;
		this.block = new FieldBlock(maxHeaderListSize, headerTableSize);
	}

	/**
	 * Reads one frame, or what there is of the content of one; nothing if that is not
	 * enough.
	 */
	public void read(ByteBuf in) throws Breach {
		if (this.inData) {
			readContent(in);
			return;
		}
		if (in.readableBytes() < FrameFormat.HEADER_LENGTH) {
			return;
		}
		int start = in.readerIndex();
		long head = in.getLong(start);
		int length = (int) (head >>> 40);
		int type = (int) (head >>> 32) & 0xff;
		int flags = (int) (head >>> 24) & 0xff;
		int streamId = (((int) head << 8) | in.getUnsignedByte(start + 8)) & STREAM_ID;
		if (length > this.maxFrameSize) {
			throw frameSize("a frame of " + length + " bytes, above " + this.maxFrameSize);
		}
		if (this.block.isOpen() && type != FrameFormat.CONTINUATION) {
			throw protocol("another frame within a field block");
		}
		if (type == FrameFormat.DATA) {
			readData(in, flags, streamId, length);
		}
		else if (in.readableBytes() >= FrameFormat.HEADER_LENGTH + length) {
			in.skipBytes(FrameFormat.HEADER_LENGTH);
			try {
				readWhole(in, type, flags, streamId, length);
			}
			finally {
				in.readerIndex(start + FrameFormat.HEADER_LENGTH + length);
			}
		}
	}

	// DATA

	private void readData(ByteBuf in, int flags, int streamId, int length) throws Breach {
		requireStream(streamId);
		boolean padded = is(flags, FrameFormat.PADDED);
		if (padded && length == 0) {
			in.skipBytes(FrameFormat.HEADER_LENGTH);
			throw Breach.ofStream(streamId, Http2ErrorCode.FRAME_SIZE_ERROR, "DATA without its pad length");
		}
		if (padded && in.readableBytes() == FrameFormat.HEADER_LENGTH) {
			return;
		}
		in.skipBytes(FrameFormat.HEADER_LENGTH);
		this.paddingLeft = padded ? in.readUnsignedByte() : 0;
		this.padding = padded ? this.paddingLeft + 1 : 0;
		this.contentLeft = length - this.padding;
		this.endStream = is(flags, FrameFormat.END_STREAM);
		if (this.contentLeft < 0) {
			throw tooMuchPadding();
		}
		this.inData = true;
		this.frames.onData(streamId, this.contentLeft, this.endStream);
		readContent(in);
	}

	private void readContent(ByteBuf in) throws Breach {
		int content = Math.min(this.contentLeft, in.readableBytes());
		boolean last = in.readableBytes() >= this.contentLeft + this.paddingLeft;
		if (!last && content == 0) {
			return;
		}
		int end = in.readerIndex() + content + (last ? this.paddingLeft : 0);
		this.contentLeft -= content;
		this.inData = !last;
		try {
			this.frames.onContent(in, content, last ? this.padding : 0, last && this.endStream);
		}
		finally {
			in.readerIndex(end);
		}
	}

	// Other frames

	private void readWhole(ByteBuf in, int type, int flags, int streamId, int length) throws Breach {
		switch (type) {
			case FrameFormat.HEADERS -> readHeaders(in, flags, streamId, length);
			case FrameFormat.PRIORITY -> readPriority(streamId, length);
			case FrameFormat.RST_STREAM -> readReset(in, streamId, length);
			case FrameFormat.SETTINGS -> readSettings(in, flags, streamId, length);
			case FrameFormat.PUSH_PROMISE -> readPushPromise(flags, length);
			case FrameFormat.PING -> readPing(in, flags, streamId, length);
			case FrameFormat.GOAWAY -> readGoAway(in, streamId, length);
			case FrameFormat.WINDOW_UPDATE -> readWindowUpdate(in, streamId, length);
			case FrameFormat.CONTINUATION -> readContinuation(in, flags, streamId, length);
			default -> this.frames.onUnknown();
		}
	}

	private void readHeaders(ByteBuf in, int flags, int streamId, int length) throws Breach {
		requireStream(streamId);
		boolean padded = is(flags, FrameFormat.PADDED);
		boolean hasPriority = is(flags, FrameFormat.HAS_PRIORITY);
		int before = (padded ? 1 : 0) + (hasPriority ? PRIORITY_LENGTH : 0);
		requireLength(length >= before, "HEADERS");
		int behind = padded ? in.readUnsignedByte() : 0;
		if (before + behind > length) {
			throw tooMuchPadding();
		}
		in.skipBytes(hasPriority ? PRIORITY_LENGTH : 0);
		this.block.begin(streamId, is(flags, FrameFormat.END_STREAM));
		readBlock(in, flags, streamId, length - before - behind);
	}

	private void readContinuation(ByteBuf in, int flags, int streamId, int length) throws Breach {
		if (!this.block.isOpen() || this.block.streamId() != streamId) {
			throw protocol("CONTINUATION of no field block");
		}
		readBlock(in, flags, streamId, length);
	}

	private void readBlock(ByteBuf in, int flags, int streamId, int length) throws Breach {
		this.block.add(in, length);
		if (is(flags, FrameFormat.END_HEADERS)) {
			HeaderList list = this.block.decode();
			this.frames.onHeaders(streamId, list, this.block.endStream());
		}
		else {
			this.block.awaitMore(length);
		}
	}

	private void readPriority(int streamId, int length) throws Breach {
		requireStream(streamId);
		if (length != PRIORITY_LENGTH) {
			throw Breach.ofStream(streamId, Http2ErrorCode.FRAME_SIZE_ERROR, "PRIORITY of a wrong length");
		}
		this.frames.onPriority();
	}

	private void readReset(ByteBuf in, int streamId, int length) throws Breach {
		requireStream(streamId);
		requireLength(length == Integer.BYTES, "RST_STREAM");
		this.frames.onReset(streamId, in.readUnsignedInt());
	}

	private void readSettings(ByteBuf in, int flags, int streamId, int length) throws Breach {
		requireConnection(streamId, "SETTINGS");
		boolean ack = is(flags, FrameFormat.ACK);
		requireLength(ack ? length == 0 : length % FrameFormat.SETTING_LENGTH == 0, "SETTINGS");
		if (ack) {
			this.frames.onSettingsAck();
		}
		else {
			this.frames.onSettings(in, length / FrameFormat.SETTING_LENGTH);
		}
	}

	private void readPushPromise(int flags, int length) throws Breach {
		requireLength(length >= Integer.BYTES + (is(flags, FrameFormat.PADDED) ? 1 : 0), "PUSH_PROMISE");
		throw protocol("PUSH_PROMISE although push is switched off");
	}

	private void readPing(ByteBuf in, int flags, int streamId, int length) throws Breach {
		requireConnection(streamId, "PING");
		requireLength(length == PING_LENGTH, "PING");
		if (is(flags, FrameFormat.ACK)) {
			this.frames.onPingAck(in.readLong());
		}
		else {
			this.frames.onPing(in.readLong());
		}
	}

	private void readGoAway(ByteBuf in, int streamId, int length) throws Breach {
		requireConnection(streamId, "GOAWAY");
		requireLength(length >= GOAWAY_LENGTH, "GOAWAY");
		int lastStreamId = in.readInt() & STREAM_ID;
		this.frames.onGoAway(lastStreamId, in.readUnsignedInt(), in.readSlice(length - GOAWAY_LENGTH));
	}

	private void readWindowUpdate(ByteBuf in, int streamId, int length) throws Breach {
		requireLength(length == Integer.BYTES, "WINDOW_UPDATE");
		int increment = in.readInt() & STREAM_ID;
		if (increment != 0) {
			this.frames.onWindowUpdate(streamId, increment);
		}
		else if (streamId != 0) {
			throw Breach.ofStream(streamId, Http2ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE of 0");
		}
		else {
			throw protocol("WINDOW_UPDATE of 0");
		}
	}

	// What is asked of frames

	private static boolean is(int flags, int flag) {
		return (flags & flag) != 0;
	}

	private static void requireStream(int streamId) throws Breach {
		if (streamId == 0) {
			throw protocol("a stream's frame on stream 0");
		}
	}

	private static void requireConnection(int streamId, String frame) throws Breach {
		if (streamId != 0) {
			throw protocol(frame + " on a stream");
		}
	}

	private static void requireLength(boolean right, String frame) throws Breach {
		if (!right) {
			throw frameSize(frame + " of a wrong length");
		}
	}

	private static Breach tooMuchPadding() {
		return protocol("padding as long as the payload");
	}

	private static Breach protocol(String detail) {
		return Breach.ofConnection(Http2ErrorCode.PROTOCOL_ERROR, detail);
	}

	private static Breach frameSize(String detail) {
		return Breach.ofConnection(Http2ErrorCode.FRAME_SIZE_ERROR, detail);
	}

}

package io.conpool.connection.http2.frame;

import java.nio.charset.StandardCharsets;

import io.conpool.connection.OutboundContent;
import io.conpool.connection.OutputBuffer;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.HttpHeaders;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Frames to bytes (RFC 9113 sections 4 and 6): writes them to the connection's output.
 * Confined to the connection's event loop.
 */
public final class FrameWriter {

	private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private final OutputBuffer output;

	private final RequestBlocks blocks;

	/**
	 * Makes a writer.
	 * @param output gathers the frames
	 * @param maxTableSize the largest HPACK table for requests
	 */
	public FrameWriter(OutputBuffer output, int maxTableSize) {
		this.output = output;
		this.blocks = new RequestBlocks(maxTableSize);
	}

	public void tableSize(long allowed) {
		this.blocks.tableSize(allowed);
	}

	public void maxHeaderListSize(long size) {
		this.blocks.maxListSize(size);
	}

	/**
	 * Writes the preface: our SETTINGS follow (RFC 9113 section 3.4).
	 * @param settings identifier, value, identifier, value and so on
	 */
	public void preface(int... settings) {
		buffer().writeBytes(PREFACE);
		ByteBuf out = header(settings.length / 2 * FrameFormat.SETTING_LENGTH, FrameFormat.SETTINGS, 0, 0);
		for (int i = 0; i < settings.length; i += 2) {
			out.writeShort(settings[i]).writeInt(settings[i + 1]);
		}
	}

	public void settingsAck() {
		header(0, FrameFormat.SETTINGS, FrameFormat.ACK, 0);
	}

	public void ping(long data) {
		header(8, FrameFormat.PING, 0, 0).writeLong(data);
	}

	public void pingAck(long data) {
		header(8, FrameFormat.PING, FrameFormat.ACK, 0).writeLong(data);
	}

	public void windowUpdate(int streamId, int increment) {
		header(4, FrameFormat.WINDOW_UPDATE, 0, streamId).writeInt(increment);
	}

	public void reset(int streamId, Http2ErrorCode code) {
		header(4, FrameFormat.RST_STREAM, 0, streamId).writeInt(code.code());
	}

	/** The last stream id is 0: the peer has opened none. */
	public void goAway(Http2ErrorCode code) {
		header(8, FrameFormat.GOAWAY, 0, 0).writeInt(0).writeInt(code.code());
	}

	/**
	 * Writes the head of a request; false, with nothing written, if its header list is
	 * larger than the peer accepts.
	 */
	public boolean request(int streamId, H2Request request, boolean endStream, int maxFrameSize) {
		return write(this.blocks.head(request), streamId, endStream, maxFrameSize);
	}

	/** Writes the end of a request, with trailers if there are any; likewise. */
	public boolean trailers(int streamId, HttpHeaders fields, int maxFrameSize) {
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
	 * Writes DATA with the next bytes of the content.
	 */
	public void data(int streamId, OutboundContent content, int length, boolean endStream) {
		// At once, so that the buffer does not grow piece by piece.
		buffer().ensureWritable(FrameFormat.HEADER_LENGTH + length);
		content.writeTo(header(length, FrameFormat.DATA, endStream ? FrameFormat.END_STREAM : 0, streamId), length);
	}

	private ByteBuf header(int length, int type, int flags, int streamId) {
		long allButTheLastByte = ((long) length << 40) | ((long) type << 32) | ((long) flags << 24) | (streamId >>> 8);
		return buffer().writeLong(allButTheLastByte).writeByte(streamId);
	}

	private ByteBuf buffer() {
		return this.output.open();
	}

}

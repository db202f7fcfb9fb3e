package io.conpool.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A frame as it is on the wire (RFC 9113 section 4.1).
 */
public record Frame(int type, int flags, int streamId, byte[] payload) {

	public static final int DATA = 0;

	public static final int HEADERS = 1;

	public static final int PRIORITY = 2;

	public static final int RST_STREAM = 3;

	public static final int SETTINGS = 4;

	public static final int PUSH_PROMISE = 5;

	public static final int PING = 6;

	public static final int GOAWAY = 7;

	public static final int WINDOW_UPDATE = 8;

	public static final int CONTINUATION = 9;

	public static final int END_STREAM = 1;

	public static final int ACK = 1;

	public static final int END_HEADERS = 4;

	public boolean is(int flag) {
		return (this.flags & flag) != 0;
	}

	public int length() {
		return this.payload.length;
	}

	/**
	 * The 32 bits at an offset of the payload: an error code, an increment, a stream id.
	 */
	public int intAt(int offset) {
		return ByteBuffer.wrap(this.payload).getInt(offset);
	}

	public String text() {
		return new String(this.payload, StandardCharsets.UTF_8);
	}

	/** The settings of a SETTINGS frame. */
	public Map<Integer, Long> settings() {
		Map<Integer, Long> settings = new TreeMap<>();
		ByteBuffer buffer = ByteBuffer.wrap(this.payload);
		while (buffer.hasRemaining()) {
			settings.put((int) buffer.getShort(), Integer.toUnsignedLong(buffer.getInt()));
		}
		return settings;
	}

	/** The frame as it is sent. */
	public byte[] encoded() {
		return ByteBuffer.allocate(9 + this.payload.length)
			.put((byte) (this.payload.length >> 16))
			.putShort((short) this.payload.length)
			.put((byte) this.type)
			.put((byte) this.flags)
			.putInt(this.streamId)
			.put(this.payload)
			.array();
	}

	@Override
	public String toString() {
		return "Frame[type=" + this.type + ", flags=" + this.flags + ", stream=" + this.streamId + ", length="
				+ this.payload.length + "]";
	}

}

package io.conpool.connection.http2.frame;

/**
 * The numbers of RFC 9113 sections 4 and 6: types of frames, their flags, the settings.
 */
public final class FrameFormat {

	public static final int HEADER_LENGTH = 9;

	public static final int DATA = 0x0;

	public static final int HEADERS = 0x1;

	public static final int PRIORITY = 0x2;

	public static final int RST_STREAM = 0x3;

	public static final int SETTINGS = 0x4;

	public static final int PUSH_PROMISE = 0x5;

	public static final int PING = 0x6;

	public static final int GOAWAY = 0x7;

	public static final int WINDOW_UPDATE = 0x8;

	public static final int CONTINUATION = 0x9;

	public static final int END_STREAM = 0x1;

	public static final int ACK = 0x1;

	public static final int END_HEADERS = 0x4;

	public static final int PADDED = 0x8;

	public static final int HAS_PRIORITY = 0x20;

	public static final int SETTING_LENGTH = 6;

	/** What a field counts in a list beside its name and value (section 6.5.2). */
	public static final int FIELD_OVERHEAD = 32;

	/** The HPACK table that each side keeps until SETTINGS say otherwise, in bytes. */
	public static final int INITIAL_HEADER_TABLE_SIZE = 4096;

	/** The window of a new stream, and of the connection, until told otherwise. */
	public static final int INITIAL_WINDOW = 65_535;

	/** The largest payload of a frame until SETTINGS say otherwise. */
	public static final int INITIAL_MAX_FRAME_SIZE = 16_384;

	public static final int HEADER_TABLE_SIZE = 0x1;

	public static final int ENABLE_PUSH = 0x2;

	public static final int MAX_CONCURRENT_STREAMS = 0x3;

	public static final int INITIAL_WINDOW_SIZE = 0x4;

	public static final int MAX_FRAME_SIZE = 0x5;

	public static final int MAX_HEADER_LIST_SIZE = 0x6;

	private FrameFormat() {
	}

}

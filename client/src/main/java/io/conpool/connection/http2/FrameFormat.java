package io.conpool.connection.http2;

/**
 * The numbers of RFC 9113 sections 4 and 6: types of frames, their flags, the settings.
 */
final class FrameFormat {

	static final int HEADER_LENGTH = 9;

	static final int DATA = 0x0;

	static final int HEADERS = 0x1;

	static final int PRIORITY = 0x2;

	static final int RST_STREAM = 0x3;

	static final int SETTINGS = 0x4;

	static final int PUSH_PROMISE = 0x5;

	static final int PING = 0x6;

	static final int GOAWAY = 0x7;

	static final int WINDOW_UPDATE = 0x8;

	static final int CONTINUATION = 0x9;

	static final int END_STREAM = 0x1;

	static final int ACK = 0x1;

	static final int END_HEADERS = 0x4;

	static final int PADDED = 0x8;

	static final int HAS_PRIORITY = 0x20;

	static final int SETTING_LENGTH = 6;

	static final int HEADER_TABLE_SIZE = 0x1;

	static final int ENABLE_PUSH = 0x2;

	static final int MAX_CONCURRENT_STREAMS = 0x3;

	static final int INITIAL_WINDOW_SIZE = 0x4;

	static final int MAX_FRAME_SIZE = 0x5;

	static final int MAX_HEADER_LIST_SIZE = 0x6;

	private FrameFormat() {
	}

}

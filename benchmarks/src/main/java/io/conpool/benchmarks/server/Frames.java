package io.conpool.benchmarks.server;

/**
 * Types, flags and settings of RFC 9113. Stateless.
 */
final class Frames {

	static final byte DATA = 0;

	static final byte HEADERS = 1;

	static final byte RST_STREAM = 3;

	static final byte SETTINGS = 4;

	static final byte PING = 6;

	static final byte WINDOW_UPDATE = 8;

	static final int END_STREAM = 1;

	static final int ACK = 1;

	static final int END_HEADERS = 4;

	static final int HEADER_TABLE_SIZE = 1;

	static final int MAX_CONCURRENT_STREAMS = 3;

	static final int INITIAL_WINDOW_SIZE = 4;

	static final int DEFAULT_WINDOW = 65_535;

	static final int MAX_FRAME_SIZE = 16_384;

	private Frames() {
	}

}

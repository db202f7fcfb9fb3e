package io.conpool.connection.http2.frame;

import io.conpool.error.Http2ErrorCode;

/**
 * The peer broke a rule, of one stream or of the connection as a whole (RFC 9113 section
 * 5.4). Immutable.
 */
public final class Breach extends Exception {

	private static final long serialVersionUID = 1L;

	private static final int CONNECTION = 0;

	private final Http2ErrorCode code;

	private final int streamId;

	private Breach(Http2ErrorCode code, int streamId, String detail) {
		super(detail, null, false, false);
		this.code = code;
		this.streamId = streamId;
	}

	public static Breach ofConnection(Http2ErrorCode code, String detail) {
		return new Breach(code, CONNECTION, detail);
	}

	public static Breach ofStream(int streamId, Http2ErrorCode code, String detail) {
		return new Breach(code, streamId, detail);
	}

	public Http2ErrorCode code() {
		return this.code;
	}

	public String detail() {
		return String.valueOf(getMessage());
	}

	public boolean isOfConnection() {
		return this.streamId == CONNECTION;
	}

	public int streamId() {
		return this.streamId;
	}

}

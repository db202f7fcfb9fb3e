package io.conpool.error;

/**
 * The error codes of RFC 9113 section 7, in their order there.
 */
public enum Http2ErrorCode {

	/** Not an error: a graceful end. */
	NO_ERROR,

	/** An unspecific breach of the protocol. */
	PROTOCOL_ERROR,

	/** An unexpected fault of the endpoint's own. */
	INTERNAL_ERROR,

	/** The peer broke the flow-control rules. */
	FLOW_CONTROL_ERROR,

	/** SETTINGS were not acknowledged in time. */
	SETTINGS_TIMEOUT,

	/** A frame came for a stream that was half-closed already. */
	STREAM_CLOSED,

	/** A frame had an invalid size. */
	FRAME_SIZE_ERROR,

	/** The stream was refused before any application processing: safe to send again. */
	REFUSED_STREAM,

	/** The stream is no longer wanted. */
	CANCEL,

	/** The field section compression context cannot be kept. */
	COMPRESSION_ERROR,

	/** A CONNECT's connection was reset or closed. */
	CONNECT_ERROR,

	/** The peer causes what might be excessive load. */
	ENHANCE_YOUR_CALM,

	/** The transport does not meet the minimum security requirements. */
	INADEQUATE_SECURITY,

	/** The peer wants HTTP/1.1 for this request. */
	HTTP_1_1_REQUIRED;

	private static final Http2ErrorCode[] CODES = values();

	/**
	 * The code on the wire.
	 * @return 0 to 13
	 */
	@SuppressWarnings("EnumOrdinal") // The registry of RFC 9113 section 7 never changes.
	public int code() {
		return ordinal();
	}

	/**
	 * The constant for a code on the wire. Unknown codes must not trigger any special
	 * behaviour and may be treated as INTERNAL_ERROR (RFC 9113 section 7).
	 * @param code 32 bits, unsigned
	 * @return the constant; {@link #INTERNAL_ERROR} for a code that the RFC does not know
	 */
	public static Http2ErrorCode of(long code) {
		return isKnown(code) ? CODES[(int) code] : INTERNAL_ERROR;
	}

	/**
	 * Whether RFC 9113 knows a code.
	 * @param code 32 bits, unsigned
	 * @return true if there is a constant for it
	 */
	public static boolean isKnown(long code) {
		return code >= 0 && code < CODES.length;
	}

	/**
	 * Returns a code as printed.
	 * @param code 32 bits, unsigned
	 * @return the constant's name, or hexadecimal digits for a code that the RFC does not
	 * know
	 */
	public static String nameOf(long code) {
		return isKnown(code) ? of(code).name() : "0x" + Long.toHexString(code);
	}

}

package io.conpool.connection.http2.frame;

import java.util.Arrays;

import io.conpool.connection.ConnectionFields;
import io.conpool.http.HttpHeaders;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * The fields of one message in their order, as the codec's decoder adds them: an array,
 * used again for the next message, instead of the codec's map. A field that stands where
 * it stood in the message before, as one that the compression table holds does, is not
 * looked at again. Confined to the connection's event loop.
 */
public final class HeaderList extends DefaultHttp2Headers {

	private static final int INITIAL_FIELDS = 16;

	// What a usual message needs is kept for the next one.
	private static final int MOST_FIELDS_KEPT = 64;

	// Name, value, name, value and so on.
	private String[] fields = new String[2 * INITIAL_FIELDS];

	private int count;

	// So many fields from the beginning are of messages before, or of this one, and
	// legal.
	private int legal;

	private boolean malformed;

	private boolean beyondLimit;

	public HeaderList() {
		super(false);
	}

	/** Begins the next message. */
	public HeaderList begin() {
		if (this.fields.length > 2 * MOST_FIELDS_KEPT) {
			this.fields = new String[2 * INITIAL_FIELDS];
			this.legal = 0;
		}
		this.count = 0;
		this.malformed = false;
		this.beyondLimit = false;
		return this;
	}

	/** There were more fields than allowed, which are not here. */
	public HeaderList endBeyondLimit() {
		this.beyondLimit = true;
		return this;
	}

	@Override
	public Http2Headers add(CharSequence name, CharSequence value) {
		// The codec's strings keep their text, so that what comes out of its table is the
		// same object each time.
		add(name.toString(), value.toString());
		return this;
	}

	@SuppressWarnings("ReferenceEquality") // cheaper than to look at the characters
	private void add(String name, String value) {
		int at = 2 * this.count;
		if (at == this.fields.length) {
			this.fields = Arrays.copyOf(this.fields, 2 * at);
		}
		if (this.count >= this.legal || this.fields[at] != name || this.fields[at + 1] != value) {
			this.fields[at] = name;
			this.fields[at + 1] = value;
			if (!isLegal(name, value)) {
				this.malformed = true;
				this.legal = this.count;
			}
			else if (this.legal == this.count) {
				this.legal++;
			}
		}
		this.count++;
	}

	@Override
	public int size() {
		return this.count;
	}

	public String name(int index) {
		return this.fields[2 * index];
	}

	public String value(int index) {
		return this.fields[2 * index + 1];
	}

	/** As SETTINGS_MAX_HEADER_LIST_SIZE counts (RFC 9113 section 6.5.2), in bytes. */
	public long listSize() {
		long size = 0;
		for (int i = 0; i < 2 * this.count; i += 2) {
			size += (long) this.fields[i].length() + this.fields[i + 1].length() + FrameFormat.FIELD_OVERHEAD;
		}
		return size;
	}

	/** Whether the name is a pseudo-header field's (RFC 9113 section 8.3). */
	public boolean isPseudo(int index) {
		return name(index).startsWith(":");
	}

	/** The fields from one on, which are not pseudo-header fields. */
	public HttpHeaders from(int index) {
		return HttpHeaders.received(Arrays.copyOfRange(this.fields, 2 * index, 2 * this.count));
	}

	/**
	 * Whether a field has characters that are not allowed in a name or a value (RFC 9113
	 * section 8.2.1), or concerns a single connection of HTTP/1 (section 8.2.2).
	 */
	public boolean isMalformed() {
		return this.malformed;
	}

	/** Whether the list was larger than allowed (section 6.5.2). */
	public boolean isBeyondLimit() {
		return this.beyondLimit;
	}

	private static boolean isLegal(String name, String value) {
		return isLegalName(name) && isLegalValue(value) && !ConnectionFields.contains(name)
				&& (!name.equals("te") || value.equals("trailers"));
	}

	private static boolean isLegalName(String name) {
		int first = name.startsWith(":") ? 1 : 0;
		for (int i = first; i < name.length(); i++) {
			char c = name.charAt(i);
			if (c <= ' ' || c >= 0x7f || c == ':' || (c >= 'A' && c <= 'Z')) {
				return false;
			}
		}
		return name.length() > first;
	}

	private static boolean isLegalValue(String value) {
		int length = value.length();
		for (int i = 0; i < length; i++) {
			char c = value.charAt(i);
			if (c == '\0' || c == '\r' || c == '\n') {
				return false;
			}
		}
		return length == 0 || !(isBlank(value.charAt(0)) || isBlank(value.charAt(length - 1)));
	}

	private static boolean isBlank(char c) {
		return c == ' ' || c == '\t';
	}

}

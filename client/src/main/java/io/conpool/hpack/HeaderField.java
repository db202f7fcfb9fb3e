package io.conpool.hpack;

import java.util.Set;

/**
 * A header field as it is received. Whether it is malformed is found out once, so that a
 * field which the compression table holds is not looked at again with every message.
 * Immutable.
 */
public final class HeaderField {

	/** What a field counts for beside its characters (RFC 7541 section 4.1). */
	static final int OVERHEAD = 32;

	private static final Set<String> CONNECTION_SPECIFIC = Set.of("connection", "proxy-connection", "keep-alive",
			"transfer-encoding", "upgrade");

	private final String name;

	private final String value;

	private final boolean malformed;

	HeaderField(String name, String value) {
		this.name = name;
		this.value = value;
		this.malformed = !isLegal(name) || !isLegalValue(value) || CONNECTION_SPECIFIC.contains(name)
				|| (name.equals("te") && !value.equals("trailers"));
	}

	/**
	 * The name, with its colon if it is a pseudo-header field's.
	 * @return lower case, unless the field is malformed
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The value.
	 * @return one character for each byte
	 */
	public String value() {
		return this.value;
	}

	/**
	 * Whether the name is a pseudo-header field's (RFC 9113 section 8.3).
	 * @return true if so, whether there is such a field or not
	 */
	public boolean isPseudo() {
		return !this.name.isEmpty() && this.name.charAt(0) == ':';
	}

	/**
	 * Whether it has characters that are not allowed in a name or a value (RFC 9113
	 * section 8.2.1), or concerns a single connection of HTTP/1 (section 8.2.2).
	 * @return true if it makes a message malformed
	 */
	public boolean isMalformed() {
		return this.malformed;
	}

	/** What the field takes of the table and of a header list. */
	int size() {
		return this.name.length() + this.value.length() + OVERHEAD;
	}

	private static boolean isLegal(String name) {
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

	@Override
	public String toString() {
		return this.name;
	}

}

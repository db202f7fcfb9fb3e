package io.conpool.http;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What RFC 9113 sections 8.2 and 8.3 ask of the fields of a request. Stateless.
 */
final class FieldRules {

	private static final Map<String, String> NOT_IN_HTTP2 = Map.of("connection", "is connection-specific",
			"proxy-connection", "is connection-specific", "keep-alive", "is connection-specific", "transfer-encoding",
			"is connection-specific", "upgrade", "is connection-specific", "http2-settings", "is connection-specific",
			"host", "is sent as :authority, taken from the URI");

	// RFC 9110 section 6.5.1: what frames, routes, modifies or authenticates a request
	// comes too late there.
	private static final Set<String> NOT_IN_TRAILERS = Set.of("authorization", "cache-control", "content-encoding",
			"content-length", "content-range", "content-type", "cookie", "expect", "if-match", "if-modified-since",
			"if-none-match", "if-range", "if-unmodified-since", "max-forwards", "pragma", "proxy-authorization",
			"range", "te", "trailer");

	private FieldRules() {
	}

	/**
	 * The fields, unless one fails as {@link #check} or must not come after the content.
	 */
	static HttpHeaders checkedTrailers(HttpHeaders fields) {
		fields.forEach((name, value) -> {
			check(name, value);
			if (NOT_IN_TRAILERS.contains(name)) {
				throw refused(name, "must not be a trailer field (RFC 9110 section 6.5.1)");
			}
		});
		return fields;
	}

	/**
	 * Fails with an {@link IllegalArgumentException} that names the field, never its
	 * value, unless it may be sent.
	 */
	static void check(String name, String value) {
		if (!isToken(name)) {
			throw refused(name,
					name.startsWith(":") ? "is a pseudo-header field, set by the client" : "is not a token");
		}
		String why = NOT_IN_HTTP2.get(name.toLowerCase(Locale.ROOT));
		if (why != null) {
			throw refused(name, why + " (RFC 9113 section 8.2.2)");
		}
		if (name.equalsIgnoreCase("te") && !value.equalsIgnoreCase("trailers")) {
			throw refused(name, "may only be 'trailers' (RFC 9113 section 8.2.2)");
		}
		checkValue(name, value);
	}

	private static void checkValue(String name, String value) {
		int length = value.length();
		for (int i = 0; i < length; i++) {
			char c = value.charAt(i);
			if ((c < 0x20 && c != '\t') || c == 0x7f || c > 0xff) {
				throw refused(name, "has a control or non-Latin-1 character in its value (RFC 9113 section 8.2.1)");
			}
		}
		if (length > 0 && (isBlank(value.charAt(0)) || isBlank(value.charAt(length - 1)))) {
			throw refused(name, "has white space around its value (RFC 9113 section 8.2.1)");
		}
	}

	/** Whether the text is a token of RFC 9110 section 5.6.2. */
	static boolean isToken(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
			if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
				return false;
			}
		}
		return !text.isEmpty();
	}

	private static boolean isBlank(char c) {
		return c == ' ' || c == '\t';
	}

	private static IllegalArgumentException refused(String name, String why) {
		String printable = name.replaceAll("[^\\x21-\\x7e]", "?");
		return new IllegalArgumentException("header '" + printable + "' " + why);
	}

}

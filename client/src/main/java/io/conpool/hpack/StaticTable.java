package io.conpool.hpack;

/**
 * The fields that both sides know from the beginning (RFC 7541 appendix A). Immutable.
 */
final class StaticTable {

	/** By index, which begins with 1. */
	private static final HeaderField[] FIELDS = fields(":authority", "", ":method", "GET", ":method", "POST", ":path",
			"/", ":path", "/index.html", ":scheme", "http", ":scheme", "https", ":status", "200", ":status", "204",
			":status", "206", ":status", "304", ":status", "400", ":status", "404", ":status", "500", "accept-charset",
			"", "accept-encoding", "gzip, deflate", "accept-language", "", "accept-ranges", "", "accept", "",
			"access-control-allow-origin", "", "age", "", "allow", "", "authorization", "", "cache-control", "",
			"content-disposition", "", "content-encoding", "", "content-language", "", "content-length", "",
			"content-location", "", "content-range", "", "content-type", "", "cookie", "", "date", "", "etag", "",
			"expect", "", "expires", "", "from", "", "host", "", "if-match", "", "if-modified-since", "",
			"if-none-match", "", "if-range", "", "if-unmodified-since", "", "last-modified", "", "link", "", "location",
			"", "max-forwards", "", "proxy-authenticate", "", "proxy-authorization", "", "range", "", "referer", "",
			"refresh", "", "retry-after", "", "server", "", "set-cookie", "", "strict-transport-security", "",
			"transfer-encoding", "", "user-agent", "", "vary", "", "via", "", "www-authenticate", "");

	static final int LENGTH = FIELDS.length;

	private StaticTable() {
	}

	private static HeaderField[] fields(String... namesAndValues) {
		HeaderField[] fields = new HeaderField[namesAndValues.length / 2];
		for (int i = 0; i < fields.length; i++) {
			fields[i] = new HeaderField(namesAndValues[2 * i], namesAndValues[2 * i + 1]);
		}
		return fields;
	}

	static HeaderField get(int index) {
		return FIELDS[index - 1];
	}

}

package io.conpool.connection;

import java.util.Set;

/**
 * The header fields that concern one connection alone (RFC 9110 section 7.6.1): HTTP/1.1
 * does not pass them on, and HTTP/2 does not have them (RFC 9113 section 8.2.2).
 * Stateless.
 */
public final class ConnectionFields {

	private static final Set<String> NAMES = Set.of("connection", "proxy-connection", "keep-alive", "transfer-encoding",
			"upgrade");

	private ConnectionFields() {
	}

	/**
	 * Whether a field is one of them.
	 * @param name in lower case
	 * @return true if so
	 */
	public static boolean contains(String name) {
		return NAMES.contains(name);
	}

}

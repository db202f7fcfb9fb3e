package io.conpool.endpoint;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An origin that connections are pooled for: the pool's key. Two requests share
 * connections exactly if their endpoints are equal. Immutable.
 *
 * @param scheme {@link Scheme#HTTPS} (HTTP/2 over TLS, chosen by ALPN) or
 * {@link Scheme#HTTP} (HTTP/2 in cleartext by prior knowledge, RFC 9113 section 3.3)
 * @param host the host in lower case: an ASCII name (IDN hosts in their {@code xn--}
 * form), an IPv4 address, or an IPv6 address without brackets
 * @param port the TCP port, 1 to 65535
 */
public record Endpoint(Scheme scheme, String host, int port) {

	private static final int MAX_LABEL_LENGTH = 63;

	private static final Pattern SERVICE_NAME = Pattern.compile(
			"(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\\.)*[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\\.?");

	/**
	 * The two URI schemes that HTTP/2 knows.
	 */
	public enum Scheme {

		/** Cleartext by prior knowledge; default port 80. */
		HTTP("http", 80),

		/** TLS with ALPN {@code h2}; default port 443. */
		HTTPS("https", 443);

		private final String text;

		private final int defaultPort;

		Scheme(String text, int defaultPort) {
			this.text = text;
			this.defaultPort = defaultPort;
		}

		/**
		 * The scheme as it stands in a URI and in {@code :scheme}.
		 * @return {@code http} or {@code https}
		 */
		public String text() {
			return this.text;
		}

	}

	public Endpoint {
		host = asciiHost(host);
		if (port < 1 || port > 65535) {
			throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
		}
	}

	/**
	 * The endpoint of an absolute http or https URI; path and query are ignored.
	 * @param uri the URI; its host may be an IDN, a missing port means the scheme's
	 * default
	 * @return the endpoint
	 * @throws IllegalArgumentException if the scheme is another one, the host is missing
	 * or there is user information
	 */
	public static Endpoint of(URI uri) {
		Scheme scheme = scheme(uri);
		// Not uri.getHost(): it is null for a host that is not ASCII.
		String authority = uri.getRawAuthority();
		if (authority == null || authority.isEmpty()) {
			throw new IllegalArgumentException("uri: no host (expected: an absolute http or https URI)");
		}
		if (authority.indexOf('@') >= 0) {
			throw new IllegalArgumentException(
					"uri: user information is not allowed (RFC 9110 section 4.2.4); use an Authorization header");
		}
		int colon = authority.lastIndexOf(':');
		boolean hasPort = colon > authority.lastIndexOf(']');
		String host = hasPort ? authority.substring(0, colon) : authority;
		String port = hasPort ? authority.substring(colon + 1) : "";
		return new Endpoint(scheme, host, port.isEmpty() ? scheme.defaultPort : parsePort(port));
	}

	private static Scheme scheme(URI uri) {
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		return switch (scheme) {
			case "http" -> Scheme.HTTP;
			case "https" -> Scheme.HTTPS;
			default -> throw new IllegalArgumentException(
					"uri: scheme '" + scheme + "' does not speak HTTP/2 (expected: an absolute http or https URI)");
		};
	}

	private static int parsePort(String port) {
		// Integer.parseInt alone would take signs and the digits of other scripts.
		boolean plausible = port.length() <= 5;
		for (int i = 0; i < port.length(); i++) {
			plausible &= isDigit(port.charAt(i));
		}
		if (!plausible) {
			throw new IllegalArgumentException("port: '" + port + "' (expected: 1 to 65535)");
		}
		return Integer.parseInt(port);
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	private static String asciiHost(String host) {
		if (isUsualName(host)) {
			return host;
		}
		boolean bracketed = host.startsWith("[") && host.endsWith("]");
		String bare = bracketed ? host.substring(1, host.length() - 1) : host;
		// A percent sign stands for a zone id, which never leaves this machine, or for an
		// encoded name.
		if (bare.isEmpty() || bare.indexOf('%') >= 0 || (bare.indexOf(':') >= 0 && !isIpv6(bare))) {
			throw new IllegalArgumentException("host: '" + host + "' (expected: a name or an IP address)");
		}
		if (bare.indexOf(':') >= 0) {
			return bare.toLowerCase(Locale.ROOT);
		}
		try {
			return IDN.toASCII(bare, IDN.USE_STD3_ASCII_RULES | IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
		}
		catch (IllegalArgumentException ex) {
			return requireServiceName(bare, ex);
		}
	}

	/**
	 * Whether that is a name in lower case with which IDN would take its time, to find
	 * nothing to change: labels of letters, digits and hyphens (RFC 1123 section 2.1).
	 */
	private static boolean isUsualName(String host) {
		int label = 0;
		for (int i = 0; i < host.length(); i++) {
			char c = host.charAt(i);
			boolean inside = label > 0 && host.charAt(i - 1) != '-';
			if (c == '.' && inside) {
				label = 0;
			}
			else if (label < MAX_LABEL_LENGTH && (isDigit(c) || (c >= 'a' && c <= 'z') || (c == '-' && label > 0))) {
				label++;
			}
			else {
				return false;
			}
		}
		return label > 0 && !host.endsWith("-");
	}

	private static String requireServiceName(String host, IllegalArgumentException cause) {
		// Container networks use underscores in names, which host names proper do not
		// have.
		if (!SERVICE_NAME.matcher(host).matches()) {
			throw new IllegalArgumentException("host: '" + host + "' (expected: a name or an IP address)", cause);
		}
		return host.toLowerCase(Locale.ROOT);
	}

	private static boolean isIpv6(String host) {
		if (!host.chars().allMatch((c) -> Character.digit(c, 16) >= 0 || c == ':' || c == '.')) {
			return false;
		}
		try {
			// In brackets it is read as a literal; nothing is looked up.
			return InetAddress.getByName("[" + host + "]") != null;
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	/**
	 * The authority as in {@code :authority}: an IPv6 address in brackets, the port only
	 * where it is not the default.
	 * @return for example {@code example.org} or {@code [::1]:8443}
	 */
	public String authority() {
		return (this.port == this.scheme.defaultPort) ? bracketedHost() : bracketedHost() + ":" + this.port;
	}

	/**
	 * Scheme, host and port, always all three.
	 * @return for example {@code https://example.org:443}
	 */
	@Override
	public String toString() {
		return this.scheme.text + "://" + bracketedHost() + ":" + this.port;
	}

	/** Without the scheme, whose own is slow to get: this is the key of the pool. */
	@Override
	public int hashCode() {
		return 31 * this.host.hashCode() + this.port;
	}

	private String bracketedHost() {
		return (this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host;
	}

}

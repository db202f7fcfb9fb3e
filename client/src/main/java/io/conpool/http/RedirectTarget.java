package io.conpool.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Where a Location field leads (RFC 9110 section 10.2.2): a reference that is resolved as
 * RFC 3986 section 5.2 has it. Not by {@link URI#resolve}, which keeps to RFC 2396 and
 * gets a path behind a host without one, and a query alone, wrong. Stateless.
 */
final class RedirectTarget {

	private RedirectTarget() {
	}

	/**
	 * Returns an absolute URI without a fragment, or null if the field's value is no URI
	 * reference.
	 */
	static @Nullable URI of(URI base, String location) {
		try {
			return resolve(base, new URI(ascii(location)));
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	/**
	 * Servers that send other bytes than RFC 3986 allows mean them to be percent-encoded,
	 * as they would be in a page.
	 */
	private static String ascii(String location) {
		StringBuilder text = new StringBuilder(location.length());
		location.chars().forEach((c) -> {
			if (c < 0x80) {
				text.append((char) c);
			}
			else {
				text.append('%').append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
			}
		});
		return text.toString();
	}

	private static URI resolve(URI base, URI reference) throws URISyntaxException {
		if (reference.isOpaque()) {
			return reference;
		}
		String scheme = reference.isAbsolute() ? reference.getScheme() : base.getScheme();
		String authority = reference.getRawAuthority();
		String path = reference.getRawPath();
		String query = reference.getRawQuery();
		if (authority == null && !reference.isAbsolute()) {
			authority = base.getRawAuthority();
			query = (path.isEmpty() && query == null) ? base.getRawQuery() : query;
			path = path.startsWith("/") ? path : merged(base.getRawPath(), path);
		}
		return new URI(scheme + "://" + ((authority != null) ? authority : "") + withoutDots(path)
				+ ((query != null) ? "?" + query : ""));
	}

	/** RFC 3986 section 5.2.3, and an empty path, which stands for the base's. */
	private static String merged(String base, String path) {
		if (path.isEmpty()) {
			return base;
		}
		return base.isEmpty() ? "/" + path : base.substring(0, base.lastIndexOf('/') + 1) + path;
	}

	/** RFC 3986 section 5.2.4; the path begins with a slash unless it is empty. */
	private static String withoutDots(String path) {
		Deque<String> kept = new ArrayDeque<>();
		String[] segments = path.split("/", -1);
		for (int i = 1; i < segments.length; i++) {
			String segment = segments[i];
			boolean dots = segment.equals(".") || segment.equals("..");
			if (segment.equals("..")) {
				kept.pollLast();
			}
			if (!dots) {
				kept.addLast(segment);
			}
			else if (i == segments.length - 1) {
				kept.addLast("");
			}
		}
		return path.isEmpty() ? "" : "/" + String.join("/", kept);
	}

}

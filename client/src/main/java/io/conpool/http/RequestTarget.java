package io.conpool.http;

import java.net.URI;

/**
 * Makes the {@code :path} of a request (RFC 9113 section 8.3.1). Stateless.
 */
final class RequestTarget {

	private RequestTarget() {
	}

	static String of(String method, URI uri) {
		String path = (uri.getRawPath() != null) ? uri.getRawPath() : "";
		String query = uri.getRawQuery();
		if (path.isEmpty()) {
			// RFC 9113 section 8.3.1: OPTIONS without a path asks the server as a whole.
			path = (method.equals("OPTIONS") && query == null) ? "*" : "/";
		}
		String target = (query != null) ? path + "?" + query : path;
		return isAscii(target) ? target : percentEncoded(target);
	}

	private static String percentEncoded(String target) {
		String prefix = "http://host";
		return URI.create(prefix + target).toASCIIString().substring(prefix.length());
	}

	private static boolean isAscii(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) >= 128) {
				return false;
			}
		}
		return true;
	}

}

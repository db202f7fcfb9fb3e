package io.conpool.autoconfigure.httpclient;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.conpool.http.H2Request;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

/**
 * Header fields as Spring has them and as the client has them. Stateless.
 */
public final class HeaderMapping {

	// RFC 9113 section 8.2.2; applications that hand on what they got for HTTP/1.1 set
	// them.
	private static final Set<String> NOT_IN_HTTP2 = Set.of("connection", "host", "http2-settings", "keep-alive",
			"proxy-connection", "transfer-encoding", "upgrade");

	// They speak of content, and would contradict a request that has none.
	private static final Set<String> NOT_WITHOUT_CONTENT = Set.of("content-length", "expect");

	private HeaderMapping() {
	}

	/**
	 * Copies the fields of a request, but for those that HTTP/2 has no room for: they are
	 * about one connection, or stand elsewhere, and other clients set them themselves.
	 * @param headers Spring's
	 * @param hasContent whether the request has content
	 * @param request the request that is being built; checks names and values
	 */
	public static void copy(HttpHeaders headers, boolean hasContent, H2Request.Builder request) {
		Set<String> left = left(headers.get(HttpHeaders.CONNECTION));
		headers.forEach((name, values) -> {
			String lower = name.toLowerCase(Locale.ROOT);
			if (left.contains(lower) || (!hasContent && NOT_WITHOUT_CONTENT.contains(lower))) {
				return;
			}
			for (String value : values) {
				addTo(request, lower, value);
			}
		});
	}

	/** What a connection field names belongs to the connection as well. */
	private static Set<String> left(@Nullable List<String> connection) {
		if (connection == null) {
			return NOT_IN_HTTP2;
		}
		Set<String> left = new HashSet<>(NOT_IN_HTTP2);
		for (String value : connection) {
			for (String named : StringUtils.tokenizeToStringArray(value, ",")) {
				left.add(named.toLowerCase(Locale.ROOT));
			}
		}
		return left;
	}

	private static void addTo(H2Request.Builder request, String name, @Nullable String value) {
		// Space around a value is not part of it (RFC 9110 section 5.5), but lawful in
		// HTTP/1.1.
		String stripped = (value != null) ? value.strip() : "";
		if (!name.equals("te") || stripped.equalsIgnoreCase("trailers")) {
			request.header(name, stripped);
		}
	}

	/**
	 * The fields of a response for Spring.
	 * @param headers the client's
	 * @return read-only headers
	 */
	public static HttpHeaders of(io.conpool.http.HttpHeaders headers) {
		HttpHeaders copy = new HttpHeaders();
		headers.forEach(copy::add);
		return HttpHeaders.readOnlyHttpHeaders(copy);
	}

}

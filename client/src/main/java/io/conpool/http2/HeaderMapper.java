package io.conpool.http2;

import java.util.Map;
import java.util.Set;

import io.conpool.http.H2Request;
import io.conpool.http.HttpHeaders;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request into a header list and a header list into a response's head, by RFC
 * 9113 sections 8.2 and 8.3. What the codec has checked already (lower case, legal
 * characters, pseudo-header fields first) is not checked again. Stateless.
 */
final class HeaderMapper {

	private static final Set<String> CONNECTION_SPECIFIC = Set.of("connection", "proxy-connection", "keep-alive",
			"transfer-encoding", "upgrade");

	// RFC 7541 section 7.1.3: a short secret in the compression table can be guessed; a
	// long one cannot.
	private static final int SHORT_COOKIE = 20;

	private static final int FIELD_OVERHEAD = 32;

	/** Which fields must not enter the compression table. */
	static final Http2HeadersEncoder.SensitivityDetector SENSITIVE = (name, value) -> switch (name.toString()) {
		case "authorization", "proxy-authorization" -> true;
		case "cookie" -> value.length() < SHORT_COOKIE;
		default -> false;
	};

	private HeaderMapper() {
	}

	static Http2Headers toHttp2(H2Request request) {
		HttpHeaders fields = request.headers();
		Http2Headers headers = new DefaultHttp2Headers(false, 4 + fields.size());
		headers.method(request.method())
			.scheme(request.endpoint().scheme().text())
			.authority(request.endpoint().authority())
			.path(request.path());
		fields.forEach(headers::add);
		return headers;
	}

	/** The trailers of a request. */
	static Http2Headers toHttp2(HttpHeaders trailers) {
		Http2Headers headers = new DefaultHttp2Headers(false, trailers.size());
		trailers.forEach(headers::add);
		return headers;
	}

	/**
	 * The size of a header list as SETTINGS_MAX_HEADER_LIST_SIZE counts it (RFC 9113
	 * section 6.5.2).
	 */
	static long headerListSize(Http2Headers headers) {
		long size = 0;
		for (Map.Entry<CharSequence, CharSequence> field : headers) {
			size += field.getKey().length() + field.getValue().length() + FIELD_OVERHEAD;
		}
		return size;
	}

	/**
	 * The status code of a response.
	 * @return 100 to 999, or -1 if there is none, more than one, or none that is a number
	 * of three digits
	 */
	static int status(Http2Headers headers) {
		int status = -1;
		for (CharSequence value : headers.getAll(Http2Headers.PseudoHeaderName.STATUS.value())) {
			if (status != -1 || value.length() != 3) {
				return -1;
			}
			status = number(value);
		}
		return (status >= 100) ? status : -1;
	}

	private static int number(CharSequence text) {
		int number = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c < '0' || c > '9') {
				return -1;
			}
			number = number * 10 + c - '0';
		}
		return number;
	}

	/**
	 * The regular fields.
	 * @param isTrailers whether no pseudo-header field may be there at all
	 * @return the fields, or null if the list has one that a response must not have
	 */
	static @Nullable HttpHeaders fields(Http2Headers headers, boolean isTrailers) {
		HttpHeaders.Builder fields = HttpHeaders.builder();
		for (Map.Entry<CharSequence, CharSequence> field : headers) {
			String name = field.getKey().toString();
			String value = field.getValue().toString();
			if (name.equals(":status") && !isTrailers) {
				continue;
			}
			if (!isLegal(name, value)) {
				return null;
			}
			fields.add(name, value);
		}
		return fields.build();
	}

	private static boolean isLegal(String name, String value) {
		boolean blankAtTheEnds = !value.isEmpty()
				&& (isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1)));
		return isLegalName(name) && !blankAtTheEnds && !CONNECTION_SPECIFIC.contains(name);
	}

	private static boolean isLegalName(String name) {
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (c <= ' ' || c >= 0x7f || c == ':' || (c >= 'A' && c <= 'Z')) {
				return false;
			}
		}
		return !name.isEmpty();
	}

	private static boolean isBlank(char c) {
		return c == ' ' || c == '\t';
	}

	/**
	 * The length that content-length announces.
	 * @return bytes, -1 if it is not there, -2 if it is not one number
	 */
	static long contentLength(HttpHeaders fields) {
		long length = -1;
		for (String value : fields.all("content-length")) {
			long stated = length(value);
			if (stated < 0 || (length != -1 && stated != length)) {
				return -2;
			}
			length = stated;
		}
		return length;
	}

	private static long length(String value) {
		boolean digits = !value.isEmpty() && value.length() < 19 && value.chars().allMatch((c) -> c >= '0' && c <= '9');
		return digits ? Long.parseLong(value) : -2;
	}

}

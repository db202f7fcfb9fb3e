package io.conpool.http;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * What the requests of one client have in common: a base for relative URIs, and fields of
 * requests that have none of that name. Immutable.
 */
public final class RequestDefaults {

	private static final RequestDefaults NONE = new RequestDefaults(null, HttpHeaders.empty());

	// They belong to one request and its content.
	private static final Set<String> OF_ONE_REQUEST = Set.of("content-length", "expect");

	private final @Nullable URI baseUri;

	private final HttpHeaders headers;

	private RequestDefaults(@Nullable URI baseUri, HttpHeaders headers) {
		this.baseUri = baseUri;
		this.headers = headers;
	}

	/**
	 * Nothing in common.
	 * @return no base, no fields
	 */
	public static RequestDefaults none() {
		return NONE;
	}

	/**
	 * These with another base.
	 * @param uri absolute http or https URI, with a path if need be
	 * @return a copy
	 * @throws InvalidSettingException if it has a query or a fragment
	 * @throws IllegalArgumentException if it is not an absolute http or https URI, or has
	 * user information
	 */
	public RequestDefaults withBaseUri(URI uri) {
		Endpoint.of(uri);
		// The query is not repeated: it may hold a secret.
		InvalidSettingException.require(uri.getRawQuery() == null && uri.getRawFragment() == null, "baseUri",
				uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath(), "neither query nor fragment");
		return new RequestDefaults(uri, this.headers);
	}

	/**
	 * These with one field more.
	 * @param name the name
	 * @param value the value
	 * @return a copy
	 * @throws IllegalArgumentException as {@link H2Request.Builder#header}, and for
	 * {@code content-length} and {@code expect}
	 */
	public RequestDefaults withHeader(String name, String value) {
		FieldRules.check(name, value);
		if (OF_ONE_REQUEST.contains(name.toLowerCase(Locale.ROOT))) {
			throw new IllegalArgumentException(
					"header '" + name + "' cannot be a default, since it depends on the content");
		}
		return new RequestDefaults(this.baseUri, HttpHeaders.builder().addAll(this.headers).add(name, value).build());
	}

	/**
	 * A builder of a request.
	 * @param method the method, case-sensitive
	 * @param uri absolute, or relative to the base: its path is put behind the base's
	 * with one slash between them, its query is kept. Nothing else is resolved
	 * @return a new builder, which has no default fields yet: {@link #applyTo} adds them
	 * @throws IllegalArgumentException if the URI cannot be parsed, is relative without a
	 * base, or has a host but no scheme
	 */
	public H2Request.Builder request(String method, String uri) {
		URI given = H2Request.parse(uri);
		return H2Request.builder(method, given.isAbsolute() ? given : behindBase(given));
	}

	private URI behindBase(URI relative) {
		URI base = this.baseUri;
		if (base == null) {
			throw new IllegalArgumentException(
					"uri: relative, but the client has no base URI (expected: an absolute http or https URI)");
		}
		if (relative.getRawAuthority() != null) {
			throw new IllegalArgumentException("uri: a host without a scheme (expected: an absolute http or https URI,"
					+ " or a path relative to the client's base URI)");
		}
		String path = joined(base.getRawPath(), relative.getRawPath());
		String query = (relative.getRawQuery() != null) ? "?" + relative.getRawQuery() : "";
		return H2Request.parse(base.getScheme() + "://" + base.getRawAuthority() + path + query);
	}

	private static String joined(String base, String path) {
		if (path.isEmpty()) {
			return base;
		}
		String before = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
		return path.startsWith("/") ? before + path : before + "/" + path;
	}

	/**
	 * A request with those default fields of which it has none of that name.
	 * @param request the request
	 * @return a copy, or the request itself if there are no default fields
	 */
	public H2Request applyTo(H2Request request) {
		if (this.headers.size() == 0) {
			return request;
		}
		HttpHeaders own = request.headers();
		HttpHeaders.Builder all = HttpHeaders.builder().addAll(own);
		this.headers.forEach((name, value) -> {
			if (!own.contains(name)) {
				all.add(name, value);
			}
		});
		return request.withHeaders(all.build());
	}

}

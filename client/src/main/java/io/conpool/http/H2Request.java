package io.conpool.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * A request that may be sent: what RFC 9113 sections 8.2 and 8.3 forbid was refused while
 * it was built. Immutable, and usable for any number of calls.
 */
public final class H2Request {

	// RFC 9110 section 8.6: these anticipate content, so a body of no bytes is announced.
	private static final Set<String> ANTICIPATE_CONTENT = Set.of("POST", "PUT", "PATCH");

	private static final String CONTENT_LENGTH = "content-length";

	private static final String EXPECT = "expect";

	private static final String CONTINUE = "100-continue";

	// RFC 9110 section 10.1.1 has a client not wait for ever: servers may know nothing of
	// it.
	private static final Duration EXPECT_CONTINUE_WAIT = Duration.ofSeconds(1);

	private final String method;

	private final URI uri;

	private final Endpoint endpoint;

	private final String path;

	private final HttpHeaders headers;

	private final RequestBody body;

	private final RequestOptions options;

	// The last copy with one field more, for who sends a request again and again. Set and
	// read without order, which its final fields allow.
	private @Nullable H2Request extended;

	private H2Request(Builder builder) {
		this(builder.method, builder.uri, Endpoint.of(builder.uri), RequestTarget.of(builder.method, builder.uri),
				withContentLength(builder), builder.body, builder.options());
	}

	private H2Request(String method, URI uri, Endpoint endpoint, String path, HttpHeaders headers, RequestBody body,
			RequestOptions options) {
		this.method = method;
		this.uri = uri;
		this.endpoint = endpoint;
		this.path = path;
		this.headers = headers;
		this.body = body;
		this.options = options;
	}

	private H2Request copy(Endpoint where, HttpHeaders fields, RequestBody content) {
		return new H2Request(this.method, this.uri, where, this.path, fields, content, this.options);
	}

	/** What the builder has, with one content-length where there is to be one. */
	private static HttpHeaders withContentLength(Builder builder) {
		HttpHeaders given = builder.headers.build();
		long actual = builder.body.length();
		given.all(CONTENT_LENGTH).forEach((stated) -> requireContentLength(stated, actual));
		boolean announce = actual > 0
				|| (actual == 0 && (ANTICIPATE_CONTENT.contains(builder.method) || given.contains(CONTENT_LENGTH)));
		if (!announce) {
			return given;
		}
		HttpHeaders.Builder headers = HttpHeaders.builder();
		given.forEach((name, value) -> {
			if (!name.equals(CONTENT_LENGTH)) {
				headers.add(name, value);
			}
		});
		return headers.add(CONTENT_LENGTH, Long.toString(actual)).build();
	}

	private static void requireContentLength(String stated, long actual) {
		if (!stated.equals(Long.toString(actual))) {
			throw new IllegalArgumentException("header 'content-length': " + stated + " (expected: "
					+ ((actual < 0) ? "none, since the body's length is not known" : actual + ", the body's length")
					+ ")");
		}
	}

	/**
	 * As {@link URI#create}, but the message does not repeat the text, which may hold a
	 * secret.
	 */
	static URI parse(String uri) {
		try {
			return new URI(uri);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("uri: " + ex.getReason() + " at index " + ex.getIndex());
		}
	}

	/**
	 * A GET request.
	 * @param uri absolute http or https URI
	 * @return a builder
	 */
	public static Builder get(String uri) {
		return builder("GET", parse(uri));
	}

	/**
	 * A POST request.
	 * @param uri absolute http or https URI
	 * @param body its content
	 * @return a builder
	 */
	public static Builder post(String uri, RequestBody body) {
		return builder("POST", parse(uri)).body(body);
	}

	/**
	 * A PUT request.
	 * @param uri absolute http or https URI
	 * @param body its content
	 * @return a builder
	 */
	public static Builder put(String uri, RequestBody body) {
		return builder("PUT", parse(uri)).body(body);
	}

	/**
	 * A DELETE request.
	 * @param uri absolute http or https URI
	 * @return a builder
	 */
	public static Builder delete(String uri) {
		return builder("DELETE", parse(uri));
	}

	/**
	 * A request of any method but CONNECT.
	 * @param method the method, case-sensitive (RFC 9110 section 9.1)
	 * @param uri absolute http or https URI; a fragment is not sent
	 * @return a builder
	 */
	public static Builder builder(String method, URI uri) {
		return new Builder(method, uri);
	}

	/**
	 * The method.
	 * @return for example {@code GET}
	 */
	public String method() {
		return this.method;
	}

	/**
	 * The URI as it was given.
	 * @return the URI
	 */
	public URI uri() {
		return this.uri;
	}

	/**
	 * Where the request goes: {@code :scheme}, {@code :authority}, and the pool's key.
	 * @return the URI's origin, unless {@link #withEndpoint} gave another one
	 */
	public Endpoint endpoint() {
		return this.endpoint;
	}

	/**
	 * Path and query as in {@code :path} (RFC 9113 section 8.3.1).
	 * @return at least {@code /}, or {@code *} for OPTIONS of the whole server
	 */
	public String path() {
		return this.path;
	}

	/**
	 * The fields, with content-length where the request has content or its method
	 * anticipates some.
	 * @return the headers
	 */
	public HttpHeaders headers() {
		return this.headers;
	}

	/**
	 * The content.
	 * @return the body
	 */
	public RequestBody body() {
		return this.body;
	}

	/**
	 * The timeout of this request, if it has one of its own.
	 * @return the timeout, or null for the client's
	 */
	public @Nullable Duration timeout() {
		return this.options.timeout();
	}

	/**
	 * The longest wait for the response's headers, if this request has one of its own.
	 * @return the timeout, or null for the client's
	 */
	public @Nullable Duration responseTimeout() {
		return this.options.responseTimeout();
	}

	/**
	 * The longest time without content, if this request has one of its own.
	 * @return the timeout, or null for the client's
	 */
	public @Nullable Duration idleTimeout() {
		return this.options.idleTimeout();
	}

	/**
	 * Whether a compressed response is asked for and decoded.
	 * @return true by default
	 */
	public boolean decompress() {
		return this.options.decompress();
	}

	/**
	 * Whether a response to this request never has content, whatever its content-length
	 * says: that then speaks of another response (RFC 9110 section 6.4.1).
	 * @param status the response's final status code
	 * @return true for HEAD, 204 and 304
	 */
	public boolean isAnsweredWithoutContent(int status) {
		return this.method.equals("HEAD") || status == 204 || status == 304;
	}

	/**
	 * How many redirects are followed.
	 * @return 0 by default: a redirect is a response like any other
	 */
	public int redirects() {
		return this.options.redirects();
	}

	/**
	 * How long the content is held back until the server asks for it with 100 (RFC 9110
	 * section 10.1.1).
	 * @return the longest wait, or null if the content is sent at once
	 */
	public @Nullable Duration expectContinue() {
		return this.options.expectContinue();
	}

	/**
	 * What makes the trailer fields.
	 * @return asked when the content was sent, or null for no trailers
	 */
	public @Nullable Supplier<HttpHeaders> trailers() {
		return this.options.trailers();
	}

	/**
	 * Who hears of informational responses.
	 * @return the listener, or null
	 */
	public @Nullable InformationalListener onInformational() {
		return this.options.onInformational();
	}

	/**
	 * What names the requests that differ in values of the URI alone.
	 * @return for example <code>/orders/{id}</code>, or null if it was not set
	 */
	public @Nullable String uriTemplate() {
		return this.options.uriTemplate();
	}

	/**
	 * This request with one field more.
	 * @param name the name
	 * @param value the value
	 * @return a copy
	 * @throws IllegalArgumentException as {@link Builder#header}, and for {@code expect}
	 */
	public H2Request withHeader(String name, String value) {
		H2Request known = this.extended;
		if (known != null && known.headers.endWith(name, value)) {
			return known;
		}
		FieldRules.check(name, value);
		if (name.equalsIgnoreCase(EXPECT)) {
			throw new IllegalArgumentException("header 'expect' can only be set while the request is built");
		}
		if (name.equalsIgnoreCase(CONTENT_LENGTH)) {
			requireContentLength(value, this.body.length());
			return this;
		}
		H2Request copy = withHeaders(this.headers.with(name, value));
		this.extended = copy;
		return copy;
	}

	/**
	 * This request with one field in place of all that it has of this name.
	 * @param name the name
	 * @param value the value
	 * @return a copy
	 * @throws IllegalArgumentException as {@link #withHeader}
	 */
	public H2Request withHeaderReplaced(String name, String value) {
		H2Request added = withHeader(name, value);
		if (added == this || !this.headers.contains(name)) {
			return added;
		}
		HttpHeaders.Builder replaced = HttpHeaders.builder();
		this.headers.forEach((other, its) -> {
			if (!other.equalsIgnoreCase(name)) {
				replaced.add(other, its);
			}
		});
		return withHeaders(replaced.add(name, value).build());
	}

	/**
	 * This request on its way to another place than its URI says.
	 * @param endpoint where to
	 * @return a copy, or this request if it goes there already
	 */
	public H2Request withEndpoint(Endpoint endpoint) {
		return endpoint.equals(this.endpoint) ? this : copy(endpoint, this.headers, this.body);
	}

	/**
	 * The request that follows a redirect, its fields as they are to be.
	 */
	H2Request redirectedTo(String nextMethod, URI target, HttpHeaders fields, boolean withContent) {
		return new H2Request(nextMethod, target, Endpoint.of(target), RequestTarget.of(nextMethod, target), fields,
				withContent ? this.body : RequestBody.empty(),
				withContent ? this.options : this.options.withoutContent());
	}

	/** This request with other fields, which were checked. */
	H2Request withHeaders(HttpHeaders fields) {
		return copy(this.endpoint, fields, this.body);
	}

	/**
	 * This request with its content delivered in another way.
	 * @param body the same content
	 * @return a copy
	 */
	public H2Request withBody(RequestBody body) {
		return copy(this.endpoint, this.headers, body);
	}

	/** Method and origin alone: a path may name a person, and a query carry a secret. */
	@Override
	public String toString() {
		return this.method + " " + this.endpoint + " " + this.headers;
	}

	/**
	 * Builds a request. Confined to one thread.
	 */
	public static final class Builder {

		private final String method;

		private final URI uri;

		private final HttpHeaders.Builder headers = HttpHeaders.builder();

		private RequestBody body = RequestBody.empty();

		private @Nullable Duration timeout;

		private @Nullable Duration responseTimeout;

		private @Nullable Duration idleTimeout;

		private boolean decompress = true;

		private int redirects;

		private boolean expectsContinue;

		private @Nullable Duration expectContinue;

		private @Nullable Supplier<HttpHeaders> trailers;

		private @Nullable InformationalListener onInformational;

		private @Nullable String uriTemplate;

		private Builder(String method, URI uri) {
			if (!FieldRules.isToken(method)) {
				throw new IllegalArgumentException("method: not a token (RFC 9110 section 9.1)");
			}
			if (method.equals("CONNECT")) {
				throw new IllegalArgumentException("method: CONNECT makes a tunnel, which this client does not offer");
			}
			this.method = method;
			this.uri = uri;
		}

		/**
		 * Adds a field behind those that are there.
		 * @param name the name; sent in lower case
		 * @param value the value; characters from U+0080 to U+00FF go as one byte each
		 * @return this
		 * @throws IllegalArgumentException if RFC 9113 section 8.2 or 8.3 forbids it: a
		 * name that is not a token, a pseudo-header field, a connection-specific field,
		 * {@code host}, a {@code te} other than {@code trailers}, a value with control
		 * characters or with white space around it
		 */
		public Builder header(String name, String value) {
			FieldRules.check(name, value);
			this.headers.add(name, value);
			this.expectsContinue |= name.equalsIgnoreCase(EXPECT) && value.equalsIgnoreCase(CONTINUE);
			return this;
		}

		/**
		 * Sets the content; empty by default.
		 * @param body the content
		 * @return this
		 */
		public Builder body(RequestBody body) {
			this.body = body;
			return this;
		}

		/**
		 * Bounds this call from its start to the end of the response, waiting and replays
		 * included; the client's request timeout by default.
		 * @param timeout more than 0, at most 365 days
		 * @return this
		 */
		public Builder timeout(Duration timeout) {
			InvalidSettingException.requirePositive("timeout", timeout);
			this.timeout = timeout;
			return this;
		}

		/**
		 * Bounds the wait for the response's headers, from when the last part of the
		 * request was sent; the client's response timeout by default.
		 * @param timeout more than 0, at most 365 days
		 * @return this
		 */
		public Builder responseTimeout(Duration timeout) {
			InvalidSettingException.requirePositive("responseTimeout", timeout);
			this.responseTimeout = timeout;
			return this;
		}

		/**
		 * Bounds the time without content while the response is under way and its reader
		 * keeps up; the client's idle timeout by default.
		 * @param timeout more than 0, at most 365 days
		 * @return this
		 */
		public Builder idleTimeout(Duration timeout) {
			InvalidSettingException.requirePositive("idleTimeout", timeout);
			this.idleTimeout = timeout;
			return this;
		}

		/**
		 * Sets whether a compressed response is asked for and decoded; true by default.
		 * It is not where the request has an accept-encoding field of its own.
		 * @param decompress whether to
		 * @return this
		 */
		public Builder decompress(boolean decompress) {
			this.decompress = decompress;
			return this;
		}

		/**
		 * Follows redirects (RFC 9110 section 15.4); by default a redirect is a response
		 * like any other. 301 and 302 have POST become GET, 303 every method but HEAD;
		 * 307 and 308 keep method and content. The fields authorization,
		 * proxy-authorization and cookie do not go to another origin. All requests share
		 * the call's deadline. Where a redirect is not followed, it is the response: it
		 * leads from https to http, names no http or https URI, asks for content that can
		 * be had only once, or is one more than may be followed, as in a loop.
		 * @param most how many one call follows, 0 or more
		 * @return this
		 */
		public Builder redirects(int most) {
			InvalidSettingException.require(most >= 0, "redirects", most, "0 or more");
			this.redirects = most;
			return this;
		}

		/**
		 * Sends {@code expect: 100-continue}, and holds the content back until the server
		 * asks for it, accepts the request, or the wait is over; a final status of 300 or
		 * more has the content never sent (RFC 9110 section 10.1.1). A field
		 * {@code expect: 100-continue} alone means the same with a wait of one second.
		 * @param wait the longest wait, more than 0, at most 365 days
		 * @return this
		 */
		public Builder expectContinue(Duration wait) {
			InvalidSettingException.requirePositive("expectContinue", wait);
			this.expectContinue = wait;
			return this;
		}

		/**
		 * Sends trailer fields behind the content (RFC 9110 section 6.5), which may
		 * depend on it: a checksum, say.
		 * @param fields asked once per attempt when the content was sent, on the client's
		 * callback executor; what it throws, or fields that trailers must not have, end
		 * the call in {@link io.conpool.error.H2Error.RequestBodyFailed}; none means no
		 * trailers
		 * @return this
		 */
		public Builder trailers(Supplier<HttpHeaders> fields) {
			this.trailers = () -> FieldRules.checkedTrailers(fields.get());
			return this;
		}

		/**
		 * Sets who hears of informational responses; by default nobody does.
		 * @param listener the listener
		 * @return this
		 */
		public Builder onInformational(InformationalListener listener) {
			this.onInformational = listener;
			return this;
		}

		/**
		 * Names the requests that differ in values of the URI alone, for observations:
		 * none by default. It is not sent, and the URI does not follow from it.
		 * @param template the URI with names for what varies, in braces, for example
		 * <code>/orders/{id}</code>; of one with a host only what is behind that counts
		 * @return this
		 */
		public Builder uriTemplate(String template) {
			this.uriTemplate = template;
			return this;
		}

		private RequestOptions options() {
			return new RequestOptions(this.timeout, this.responseTimeout, this.idleTimeout, this.decompress,
					this.redirects, this.expectContinue, this.trailers, this.onInformational, this.uriTemplate);
		}

		private void settleExpectation() {
			if (this.expectsContinue && this.expectContinue == null) {
				this.expectContinue = EXPECT_CONTINUE_WAIT;
			}
			else if (!this.expectsContinue && this.expectContinue != null) {
				header(EXPECT, CONTINUE);
			}
			if (this.expectContinue != null && this.body.length() == 0) {
				throw new IllegalArgumentException(
						"header 'expect': 100-continue needs content (RFC 9110 section 10.1.1)");
			}
		}

		/**
		 * Builds the request.
		 * @return the request
		 * @throws IllegalArgumentException if the URI is not an absolute http or https
		 * URI, has user information, a content-length field contradicts the body, or
		 * 100-continue is expected for no content
		 */
		public H2Request build() {
			settleExpectation();
			return new H2Request(this);
		}

	}

}

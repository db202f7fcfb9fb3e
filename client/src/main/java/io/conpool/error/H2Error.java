package io.conpool.error;

import java.time.Duration;

import io.conpool.endpoint.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a request, as a value. Two questions decide what may be done about
 * it, and every error answers them: can the server have acted on the request
 * ({@link #isUnprocessed()}), and may a new attempt succeed ({@link #isRetryable()})? The
 * records stand in the groups Connect, Pool, Redirect, HTTP/2, Message and Time.
 * Immutable.
 */
public sealed interface H2Error {

	/**
	 * Whether the server cannot have acted on the request, so that sending it again is
	 * safe whatever its method.
	 * @return true only if that is certain
	 */
	boolean isUnprocessed();

	/**
	 * Whether a new attempt may succeed.
	 * @return true if so; it says nothing about whether an attempt is safe
	 */
	boolean isRetryable();

	/**
	 * What happened, for a person: no header values, no query strings.
	 * @return one line
	 */
	String message();

	/**
	 * The name of the kind of error, of low cardinality: OpenTelemetry's
	 * {@code error.type}.
	 * @return for example {@code acquire_timeout}
	 */
	default String type() {
		return ErrorTypes.of(getClass());
	}

	/**
	 * What caused it underneath, where something did.
	 * @return the cause, or null
	 */
	default @Nullable Throwable cause() {
		return null;
	}

	private static String words(Throwable cause) {
		String message = cause.getMessage();
		return (message != null) ? message : cause.getClass().getSimpleName();
	}

	/** RFC 9113 section 7: the one code that says what would work instead. */
	private static String words(Http2ErrorCode code) {
		return (code == Http2ErrorCode.HTTP_1_1_REQUIRED) ? code + ", so it answers this in HTTP/1.1 alone"
				: code.toString();
	}

	/**
	 * The exception to end a call with.
	 * @return a new exception that carries this error
	 */
	default H2ClientException asException() {
		return new H2ClientException(this);
	}

	/**
	 * An error after which the request is known not to have reached any processing, and
	 * which may pass.
	 */
	sealed interface NeverSent extends H2Error {

		@Override
		default boolean isUnprocessed() {
			return true;
		}

		@Override
		default boolean isRetryable() {
			return true;
		}

	}

	/**
	 * An error of this one request or its response that a new attempt would meet again.
	 */
	sealed interface Final extends H2Error {

		@Override
		default boolean isUnprocessed() {
			return false;
		}

		@Override
		default boolean isRetryable() {
			return false;
		}

	}

	// Connect

	/**
	 * The client's routing did not say where to send the request.
	 *
	 * @param reason why not
	 * @param cause what the routing threw, or null
	 */
	record NoRoute(String reason, @Nullable Throwable cause) implements NeverSent {

		/**
		 * The routing threw something.
		 * @param cause what it threw
		 * @return an error in the cause's words
		 */
		public static NoRoute because(Throwable cause) {
			return new NoRoute(words(cause), cause);
		}

		@Override
		public String message() {
			return "no route: " + this.reason;
		}

	}

	/**
	 * The host has no address.
	 *
	 * @param host the host
	 * @param cause what the resolver said
	 */
	record DnsResolutionFailed(String host, Throwable cause) implements NeverSent {
		@Override
		public String message() {
			return "cannot resolve host '" + this.host + "'";
		}
	}

	/**
	 * The host has addresses, but the client's filter permits connections to none of
	 * them. Which they are is not told: whoever named the host may be the one to read it.
	 *
	 * @param host the host
	 * @param addresses how many it has
	 */
	record AddressesRefused(String host, int addresses) implements NeverSent {
		@Override
		public boolean isRetryable() {
			return false;
		}

		@Override
		public String message() {
			return "host '" + this.host + "' has no address that connections are permitted to, of " + this.addresses;
		}
	}

	/**
	 * No connection could be made, on any address of the endpoint.
	 *
	 * @param endpoint where to
	 * @param cause the last failure
	 */
	record ConnectionFailed(Endpoint endpoint, Throwable cause) implements NeverSent {
		@Override
		public String message() {
			return "cannot connect to " + this.endpoint + ": " + words(this.cause);
		}
	}

	/**
	 * The connection was not made in time.
	 *
	 * @param endpoint where to
	 * @param limit the connect timeout
	 */
	record ConnectionTimeout(Endpoint endpoint, Duration limit) implements NeverSent {
		@Override
		public String message() {
			return "no connection to " + this.endpoint + " within " + this.limit.toMillis() + " ms";
		}
	}

	/**
	 * The proxy did not lead to the endpoint.
	 *
	 * @param endpoint where to
	 * @param proxy the proxy's host
	 * @param reason what it said, at most 256 characters
	 * @param authentication whether it asks for other credentials, so that a new attempt
	 * will not succeed either (for HTTP, status 407)
	 */
	record ProxyRefused(Endpoint endpoint, String proxy, String reason, boolean authentication) implements NeverSent {
		@Override
		public boolean isRetryable() {
			return !this.authentication;
		}

		@Override
		public String message() {
			return "the proxy " + this.proxy + " does not lead to " + this.endpoint + ": " + this.reason;
		}
	}

	/**
	 * TLS could not be agreed on: an untrusted certificate, a wrong host name, no common
	 * cipher, or a server that does not choose {@code h2} by ALPN.
	 *
	 * @param endpoint where to
	 * @param reason what was wrong
	 * @param transientIo whether the connection just broke, so that a new attempt may
	 * succeed
	 * @param cause the failure underneath, or null
	 */
	record TlsHandshakeFailed(Endpoint endpoint, String reason, boolean transientIo,
			@Nullable Throwable cause) implements NeverSent {
		@Override
		public boolean isRetryable() {
			return this.transientIo;
		}

		@Override
		public String message() {
			return "TLS handshake with " + this.endpoint + " failed: " + this.reason;
		}
	}

	/**
	 * The server's SETTINGS, or its acknowledgement of ours, did not arrive in time (RFC
	 * 9113 section 6.5.3).
	 *
	 * @param endpoint where to
	 * @param limit the SETTINGS timeout
	 * @param handshake whether the connection had not been handed out yet
	 */
	record SettingsTimeout(Endpoint endpoint, Duration limit, boolean handshake) implements H2Error {
		@Override
		public boolean isUnprocessed() {
			return this.handshake;
		}

		@Override
		public boolean isRetryable() {
			return true;
		}

		@Override
		public String message() {
			return "no SETTINGS" + (this.handshake ? "" : " acknowledgement") + " from " + this.endpoint + " within "
					+ this.limit.toMillis() + " ms";
		}
	}

	/**
	 * The server left a PING unanswered (RFC 9113 section 6.7). It counts as gone, and
	 * its connection is closed, if it sent nothing else either.
	 *
	 * @param endpoint where to
	 * @param limit the keep-alive timeout
	 */
	record KeepAliveTimeout(Endpoint endpoint, Duration limit) implements H2Error {
		@Override
		public boolean isUnprocessed() {
			return false;
		}

		@Override
		public boolean isRetryable() {
			return true;
		}

		@Override
		public String message() {
			return "no answer from " + this.endpoint + " to PING within " + this.limit.toMillis() + " ms";
		}
	}

	// Pool

	/**
	 * No stream became free in time.
	 *
	 * @param endpoint where to
	 * @param limit the acquire timeout
	 * @param pool the pool's numbers at that moment
	 */
	record AcquireTimeout(Endpoint endpoint, Duration limit, String pool) implements NeverSent {
		@Override
		public String message() {
			return "no free stream to " + this.endpoint + " within " + this.limit.toMillis() + " ms (" + this.pool
					+ ")";
		}
	}

	/**
	 * As many wait for a stream as may wait.
	 *
	 * @param endpoint where to
	 * @param maxWaiters the limit
	 */
	record PoolLimitReached(Endpoint endpoint, int maxWaiters) implements NeverSent {
		@Override
		public String message() {
			return this.maxWaiters + " requests wait for " + this.endpoint + " already, no more may";
		}
	}

	/**
	 * The client or its pool was closed.
	 */
	record ClientClosed() implements NeverSent {
		@Override
		public boolean isRetryable() {
			return false;
		}

		@Override
		public String message() {
			return "the client is closed";
		}
	}

	// Redirect

	/**
	 * A redirect was followed, and the request that followed it was not processed. A
	 * server has acted on the call all the same: the one that gave the redirect.
	 *
	 * @param failure what became of the request that followed
	 */
	record RedirectFailed(H2Error failure) implements H2Error {
		@Override
		public boolean isUnprocessed() {
			return false;
		}

		@Override
		public boolean isRetryable() {
			return this.failure.isRetryable();
		}

		@Override
		public String message() {
			return "a redirect was followed, then: " + this.failure.message();
		}

		@Override
		public @Nullable Throwable cause() {
			return this.failure.cause();
		}
	}

	// HTTP/2

	/**
	 * The connection could not take the request any more when it got there; nothing of it
	 * was sent.
	 *
	 * @param endpoint where to
	 * @param reason why not
	 */
	record NotSent(Endpoint endpoint, String reason) implements NeverSent {
		@Override
		public String message() {
			return "not sent to " + this.endpoint + ": " + this.reason;
		}
	}

	/**
	 * The server will not answer this stream any more (RFC 9113 section 6.8).
	 *
	 * @param streamId the stream; 0 for the connection as a whole
	 * @param lastStreamId the highest stream that the server may have processed
	 * @param errorCode why, the 32 bits as sent, unsigned
	 * @param debugData the server's own words, at most 256 characters, printable
	 */
	record GoAway(int streamId, int lastStreamId, long errorCode, String debugData) implements H2Error {

		/**
		 * A GOAWAY with a code that the RFC knows.
		 * @param streamId the stream; 0 for the connection as a whole
		 * @param lastStreamId the highest stream that the server may have processed
		 * @param code why
		 * @param debugData the server's own words
		 */
		public GoAway(int streamId, int lastStreamId, Http2ErrorCode code, String debugData) {
			this(streamId, lastStreamId, code.code(), debugData);
		}

		/**
		 * Returns the code, of low cardinality.
		 * @return why; {@link Http2ErrorCode#INTERNAL_ERROR} for a code that the RFC does
		 * not know
		 */
		public Http2ErrorCode code() {
			return Http2ErrorCode.of(this.errorCode);
		}

		/**
		 * Returns the code as printed: its name, or its digits.
		 * @return for example {@code NO_ERROR} or {@code 0xfffffc7a}
		 */
		public String codeName() {
			return Http2ErrorCode.nameOf(this.errorCode);
		}

		/**
		 * Whether the server says that it has not processed the stream.
		 * @return true if the stream is above the last one
		 */
		public boolean isAboveLastStream() {
			return this.streamId > this.lastStreamId;
		}

		// Servers end a connection with these codes in good order. With others some name
		// too low a last stream: Netty's does after an HPACK failure (netty issue 10670).
		@Override
		public boolean isUnprocessed() {
			boolean inGoodOrder = this.errorCode == Http2ErrorCode.NO_ERROR.code()
					|| this.errorCode == Http2ErrorCode.ENHANCE_YOUR_CALM.code()
					|| !Http2ErrorCode.isKnown(this.errorCode);
			return inGoodOrder && isAboveLastStream();
		}

		@Override
		public boolean isRetryable() {
			return true;
		}

		@Override
		public String message() {
			return words() + ((this.streamId != 0) ? ", before stream " + this.streamId + " was answered" : "");
		}

		private String words() {
			return "GOAWAY " + codeName() + " with last stream " + this.lastStreamId
					+ (this.debugData.isEmpty() ? "" : " (" + this.debugData + ")");
		}

	}

	/**
	 * The server reset the stream (RFC 9113 section 6.4).
	 *
	 * @param streamId the stream
	 * @param code why
	 */
	record StreamReset(int streamId, Http2ErrorCode code) implements H2Error {
		@Override
		public boolean isUnprocessed() {
			return this.code == Http2ErrorCode.REFUSED_STREAM;
		}

		@Override
		public boolean isRetryable() {
			return this.code == Http2ErrorCode.REFUSED_STREAM || this.code == Http2ErrorCode.ENHANCE_YOUR_CALM;
		}

		@Override
		public String message() {
			return "the server reset stream " + this.streamId + " with " + words(this.code);
		}
	}

	/**
	 * The connection broke, or was closed, before the response was complete.
	 *
	 * @param endpoint where to
	 * @param sent whether a byte of the request can have left this machine
	 * @param stale whether the server ended a connection that had served, or that it had
	 * said GOAWAY on, before a byte of the response, as one does that it closes for being
	 * idle while a request is under way: what RFC 9112 section 9.3.1 lets be sent again
	 * if its method is idempotent
	 * @param goAway the GOAWAY that the server sent before, or null if there was none
	 * @param cause the failure underneath, or null if the server just closed
	 */
	record ConnectionLost(Endpoint endpoint, boolean sent, boolean stale, @Nullable GoAway goAway,
			@Nullable Throwable cause) implements H2Error {

		/**
		 * A connection that was not stale and ended without GOAWAY.
		 * @param endpoint where to
		 * @param sent whether a byte of the request can have left this machine
		 * @param cause the failure underneath, or null if the server just closed
		 */
		public ConnectionLost(Endpoint endpoint, boolean sent, @Nullable Throwable cause) {
			this(endpoint, sent, false, null, cause);
		}

		@Override
		public boolean isUnprocessed() {
			return !this.sent;
		}

		@Override
		public boolean isRetryable() {
			return true;
		}

		@Override
		public String message() {
			return "connection to " + this.endpoint + " lost "
					+ (this.sent ? "before the response was complete" : "before the request was sent")
					+ ((this.goAway != null) ? ", after " + this.goAway.words() : "");
		}

	}

	/**
	 * The server broke the protocol; the connection was closed with the code.
	 *
	 * @param endpoint who did
	 * @param code the code of our GOAWAY
	 * @param detail which rule
	 * @param handshake whether the connection had not been handed out yet
	 */
	record ProtocolError(Endpoint endpoint, Http2ErrorCode code, String detail, boolean handshake) implements H2Error {
		@Override
		public boolean isUnprocessed() {
			return this.handshake;
		}

		@Override
		public boolean isRetryable() {
			boolean wouldRepeat = this.code == Http2ErrorCode.FLOW_CONTROL_ERROR
					|| this.code == Http2ErrorCode.COMPRESSION_ERROR || this.code == Http2ErrorCode.FRAME_SIZE_ERROR;
			return !this.handshake && !wouldRepeat;
		}

		@Override
		public String message() {
			return this.code + " by " + this.endpoint + ": " + this.detail;
		}
	}

	/**
	 * The response is malformed (RFC 9113 section 8.1.1); only its stream was reset.
	 *
	 * @param streamId the stream
	 * @param detail which rule
	 */
	record MalformedResponse(int streamId, String detail) implements Final {
		@Override
		public String message() {
			return "malformed response on stream " + this.streamId + ": " + this.detail;
		}
	}

	// Message

	/**
	 * The request's header list is larger than the server accepts; nothing was sent.
	 *
	 * @param limit the server's SETTINGS_MAX_HEADER_LIST_SIZE in bytes
	 */
	record RequestHeadersTooLarge(long limit) implements Final {
		@Override
		public boolean isUnprocessed() {
			return true;
		}

		@Override
		public String message() {
			return "the request's headers are larger than the " + this.limit + " bytes that the server accepts";
		}
	}

	/**
	 * The content of the request could not be had, or was not as long as announced; the
	 * stream was reset.
	 *
	 * @param cause what its publisher said
	 */
	record RequestBodyFailed(Throwable cause) implements Final {
		@Override
		public String message() {
			return "the request's content failed: " + this.cause.getMessage();
		}
	}

	/**
	 * The response's header list is larger than this client accepts; only its stream was
	 * reset.
	 *
	 * @param limit our SETTINGS_MAX_HEADER_LIST_SIZE in bytes
	 */
	record ResponseHeadersTooLarge(long limit) implements Final {
		@Override
		public String message() {
			return "the response's headers are larger than " + this.limit + " bytes";
		}
	}

	/**
	 * The response's body is larger than this client accepts; only its stream was reset.
	 *
	 * @param limit the limit in bytes
	 */
	record BodyTooLarge(long limit) implements Final {
		@Override
		public String message() {
			return "the response's body is larger than " + this.limit + " bytes";
		}
	}

	/**
	 * The compressed body grows beyond what may be believed.
	 *
	 * @param limit the limit of the decoded size in bytes; {@link Long#MAX_VALUE} for
	 * none
	 * @param maxRatio the limit of decoded to encoded size
	 */
	record DecompressionBomb(long limit, int maxRatio) implements Final {
		@Override
		public String message() {
			return "the decoded body is larger than " + ((this.limit < Long.MAX_VALUE) ? this.limit + " bytes or " : "")
					+ this.maxRatio + " times its encoded size";
		}
	}

	/**
	 * The body cannot be decoded: it is corrupt or cut short.
	 *
	 * @param encoding the content-encoding
	 * @param cause what the decoder said
	 */
	record ContentDecodingFailed(String encoding, Throwable cause) implements Final {
		@Override
		public String message() {
			return "the body is not valid " + this.encoding + ": " + words(this.cause);
		}
	}

	/**
	 * The body's length is not what content-length said (RFC 9113 section 8.1.1).
	 *
	 * @param expected what content-length said, in bytes
	 * @param actual what had arrived
	 */
	record ContentLengthMismatch(long expected, long actual) implements H2Error {
		@Override
		public boolean isUnprocessed() {
			return false;
		}

		@Override
		public boolean isRetryable() {
			return true;
		}

		@Override
		public String message() {
			return "content-length is " + this.expected + " but the body has "
					+ ((this.actual > this.expected) ? "more" : "only " + this.actual) + " bytes";
		}
	}

	// Time

	/**
	 * The call did not end by its deadline.
	 *
	 * @param limit the request timeout
	 * @param sent whether a byte of the request can have left this machine
	 */
	record Timeout(Duration limit, boolean sent) implements Final {
		@Override
		public boolean isUnprocessed() {
			return !this.sent;
		}

		@Override
		public String message() {
			return "no response within " + this.limit.toMillis() + " ms"
					+ (this.sent ? "" : " (the request was not sent)");
		}
	}

	/**
	 * The response's headers did not come in time after the request was sent.
	 *
	 * @param limit the response timeout
	 */
	record ResponseTimeout(Duration limit) implements H2Error {
		@Override
		public boolean isUnprocessed() {
			return false;
		}

		@Override
		public boolean isRetryable() {
			return true;
		}

		@Override
		public String message() {
			return "no response headers within " + this.limit.toMillis() + " ms after the request was sent";
		}
	}

	/**
	 * The response's content stopped coming, though its reader kept up.
	 *
	 * @param limit the idle timeout
	 */
	record IdleTimeout(Duration limit) implements H2Error {
		@Override
		public boolean isUnprocessed() {
			return false;
		}

		@Override
		public boolean isRetryable() {
			return true;
		}

		@Override
		public String message() {
			return "no content of the response for " + this.limit.toMillis() + " ms";
		}
	}

	/**
	 * The content of a streamed response lay unread for too long: it was neither read to
	 * its end nor closed.
	 *
	 * @param limit the unread timeout
	 * @param place where the application obtained the response
	 */
	record ContentUnread(Duration limit, String place) implements Final {
		@Override
		public String message() {
			return "the response's content lay unread for " + this.limit.toMillis()
					+ " ms; it was neither read to its end nor closed, and was obtained at " + this.place;
		}
	}

	/**
	 * The caller gave up: cancelled the future, or was interrupted while waiting.
	 *
	 * @param sent whether a byte of the request can have left this machine
	 */
	record Cancelled(boolean sent) implements Final {
		@Override
		public boolean isUnprocessed() {
			return !this.sent;
		}

		@Override
		public String message() {
			return "cancelled by the caller";
		}
	}

}

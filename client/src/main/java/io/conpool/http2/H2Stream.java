package io.conpool.http2;

import java.util.Objects;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.Exchange;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.http.HttpHeaders;
import io.conpool.http.RequestBody;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/**
 * One exchange: a request out, a response in (RFC 9113 section 8.1). It ends exactly
 * once, in {@link #end}, and tells its observer then. Confined to the connection's event
 * loop, but for {@link #cancel} and {@link #isSent}.
 */
final class H2Stream implements Exchange {

	private enum RequestPhase {

		QUEUED, SENDING_BODY, SENT

	}

	private enum ResponsePhase {

		HEADERS, BODY, ENDED

	}

	private static final int MAX_INTERIM = 64;

	private final ConnectionLoop connection;

	private final H2Request request;

	private final ExchangeObserver observer;

	private volatile boolean sent;

	// Confined to the event loop from here on.
	private int id;

	private int burst;

	private RequestPhase requestPhase = RequestPhase.QUEUED;

	private ResponsePhase responsePhase = ResponsePhase.HEADERS;

	private SendWindow sendWindow = new SendWindow(0);

	private int bodySent;

	private final ReceiveWindow receiveWindow;

	private int interimResponses;

	private @Nullable ResponseAssembly response;

	H2Stream(ConnectionLoop connection, H2Request request, ExchangeObserver observer, Http2Config config) {
		this.connection = connection;
		this.request = request;
		this.observer = observer;
		this.receiveWindow = new ReceiveWindow(config.initialWindowSize());
	}

	H2Request request() {
		return this.request;
	}

	int id() {
		return this.id;
	}

	boolean isEnded() {
		return this.responsePhase == ResponsePhase.ENDED;
	}

	// The request

	/** HEADERS were written; the body follows as the windows allow. */
	void opened(int id, int burst, int peerWindow) {
		this.id = id;
		this.burst = burst;
		this.sent = true;
		this.sendWindow = new SendWindow(peerWindow);
		this.requestPhase = (this.request.body().length() > 0) ? RequestPhase.SENDING_BODY : RequestPhase.SENT;
	}

	boolean canSendData() {
		return this.requestPhase == RequestPhase.SENDING_BODY && this.sendWindow.size() > 0 && !isEnded();
	}

	/** Sends one DATA frame of at most so many bytes; returns how many it took. */
	int sendData(OutboundFrames outbound, int atMost) {
		byte[] content = ((RequestBody.Bytes) this.request.body()).content();
		int length = Math.min(Math.min(atMost, this.sendWindow.size()), content.length - this.bodySent);
		boolean last = this.bodySent + length == content.length;
		outbound.data(this.id, content, this.bodySent, length, last);
		this.bodySent += length;
		this.sendWindow.consume(length);
		if (last) {
			this.requestPhase = RequestPhase.SENT;
		}
		return length;
	}

	/**
	 * The peer grants more, or less after new SETTINGS; false if the window exceeds
	 * 2^31-1.
	 */
	boolean widenSendWindow(int delta) {
		boolean couldSend = canSendData();
		boolean legal = this.sendWindow.add(delta);
		if (legal && !couldSend && canSendData()) {
			this.connection.data().add(this);
		}
		return legal;
	}

	// The response

	/** Returns whether they brought the exchange forward: interim responses do not. */
	boolean onHeaders(Http2Headers headers, boolean endStream) {
		if (this.responsePhase == ResponsePhase.BODY) {
			onTrailers(headers, endStream);
			return true;
		}
		int status = HeaderMapper.status(headers);
		HttpHeaders fields = HeaderMapper.fields(headers, false);
		if (status < 0 || fields == null) {
			malformed((status < 0) ? "no valid :status" : "a field that HTTP/2 forbids");
		}
		else if (status < 200) {
			onInterim(status, endStream);
			return false;
		}
		else {
			onFinalHeaders(status, fields, endStream);
		}
		return true;
	}

	private void onInterim(int status, boolean endStream) {
		if (endStream || status == 101) {
			malformed(endStream ? "an interim response that ends the stream" : "status 101 (RFC 9113 section 8.6)");
		}
		else if (++this.interimResponses > MAX_INTERIM) {
			failLocally(Http2ErrorCode.ENHANCE_YOUR_CALM,
					new H2Error.MalformedResponse(this.id, "more than " + MAX_INTERIM + " interim responses"));
		}
	}

	private void onFinalHeaders(int status, HttpHeaders fields, boolean endStream) {
		long length = HeaderMapper.contentLength(fields);
		if (length < -1) {
			malformed("content-length is not one number");
			return;
		}
		ResponseAssembly assembly = new ResponseAssembly(status, fields, length, this.request.method());
		this.response = assembly;
		this.responsePhase = ResponsePhase.BODY;
		if (assembly.expectedLength() > this.connection.config().maxResponseBodySize()) {
			bodyTooLarge();
		}
		else if (endStream) {
			endOfResponse();
		}
	}

	private void onTrailers(Http2Headers headers, boolean endStream) {
		HttpHeaders fields = HeaderMapper.fields(headers, true);
		if (!endStream || fields == null) {
			malformed(endStream ? "a field that trailers must not have" : "trailers that do not end the stream");
			return;
		}
		assembly().trailers(fields);
		endOfResponse();
	}

	void onData(ByteBuf data, int flowControlled, boolean endStream) {
		if (!this.receiveWindow.received(flowControlled)) {
			failLocally(Http2ErrorCode.FLOW_CONTROL_ERROR,
					new H2Error.MalformedResponse(this.id, "the stream's window was overrun"));
			return;
		}
		if (this.responsePhase != ResponsePhase.BODY) {
			malformed("DATA before the response's headers");
			return;
		}
		ResponseAssembly assembly = assembly();
		int bytes = data.readableBytes();
		if (assembly.wouldExceedExpected(bytes)) {
			failLocally(Http2ErrorCode.PROTOCOL_ERROR,
					new H2Error.ContentLengthMismatch(assembly.expectedLength(), assembly.length() + bytes));
			return;
		}
		if (assembly.length() + bytes > this.connection.config().maxResponseBodySize()) {
			bodyTooLarge();
			return;
		}
		assembly.append(data);
		if (endStream) {
			endOfResponse();
			return;
		}
		int grant = this.receiveWindow.consumed(flowControlled);
		if (grant > 0) {
			this.connection.outbound().windowUpdate(this.id, grant);
		}
	}

	private void endOfResponse() {
		if (this.requestPhase == RequestPhase.SENDING_BODY) {
			// RFC 9113 section 8.1: the server has answered without waiting for the rest,
			// which nobody needs now.
			this.connection.reset(this, Http2ErrorCode.NO_ERROR);
		}
		ResponseAssembly assembly = assembly();
		end(assembly.isShort() ? new H2Error.ContentLengthMismatch(assembly.expectedLength(), assembly.length())
				: null);
	}

	private ResponseAssembly assembly() {
		return Objects.requireNonNull(this.response);
	}

	private void bodyTooLarge() {
		failLocally(Http2ErrorCode.CANCEL, new H2Error.BodyTooLarge(this.connection.config().maxResponseBodySize()));
	}

	private void malformed(String detail) {
		failLocally(Http2ErrorCode.PROTOCOL_ERROR, new H2Error.MalformedResponse(this.id, detail));
	}

	// The end

	/** The peer gave up on the stream. */
	void onReset(Http2ErrorCode code) {
		this.connection.listener().onStreamReset(this.request.endpoint(), code, true);
		end(new H2Error.StreamReset(this.id, code));
	}

	/** We give up on the stream, and tell the peer. */
	void failLocally(Http2ErrorCode code, H2Error error) {
		if (!isEnded()) {
			this.connection.reset(this, code);
			end(error);
		}
	}

	/** The connection is gone, and this stream's error depends on how far it had got. */
	void connectionLost(@Nullable Throwable cause) {
		boolean leftThisMachine = this.sent && !this.connection.outbound().isUnsent(this.burst);
		end(new H2Error.ConnectionLost(this.request.endpoint(), leftThisMachine, cause));
	}

	@Override
	public void cancel(H2Error reason) {
		this.connection.onLoop(() -> {
			if (this.requestPhase == RequestPhase.QUEUED) {
				end(reason);
			}
			else {
				failLocally(Http2ErrorCode.CANCEL, reason);
			}
		});
	}

	@Override
	public boolean isSent() {
		return this.sent;
	}

	/** Ends the exchange with an error, or with the response if there is none. */
	void end(@Nullable H2Error error) {
		if (isEnded()) {
			return;
		}
		this.responsePhase = ResponsePhase.ENDED;
		this.connection.ended(this);
		this.observer.onClosed();
		if (error != null) {
			this.observer.onFailure(error);
		}
		else {
			this.observer.onResponse(assembly().complete());
		}
	}

}

package io.conpool.connection.http1;

import io.conpool.connection.ContentCarrier;
import io.conpool.connection.ContentGate;
import io.conpool.connection.OutboundContent;
import io.conpool.connection.RequestTrailers;
import io.conpool.error.H2Error;
import io.conpool.http.ContentSource;
import io.conpool.http.Exchange;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One exchange: a request out, a response in, both at the same time if need be. It ends
 * exactly once, in {@link #end}, and tells its observer then; whatever ends it before its
 * response is complete ends the connection, too, since HTTP/1.1 has no other way.
 * Confined to the connection's event loop, but for {@link #cancel} and {@link #consumed}.
 */
final class Http1Exchange implements Exchange, ContentSource, ContentCarrier {

	private static final int PIECE = 16 * 1024;

	private final Http1Loop connection;

	private final H2Request request;

	private final ExchangeObserver observer;

	// Confined to the event loop from here on.
	private final OutboundContent content;

	private final ResponseReader response;

	private final ContentGate gate = new ContentGate(this::startContent);

	private boolean begun;

	private boolean onUsedConnection;

	private long written;

	// To its end.
	private boolean sent;

	private boolean heard;

	private boolean ended;

	Http1Exchange(Http1Loop connection, H2Request request, ExchangeObserver observer, Http1Config config) {
		this.connection = connection;
		this.request = request;
		this.observer = observer;
		this.content = OutboundContent.of(request.body(), this, observer);
		this.response = new ResponseReader(this, connection, observer, config);
	}

	H2Request request() {
		return this.request;
	}

	ResponseReader response() {
		return this.response;
	}

	@Override
	public void onLoop(Runnable task) {
		this.connection.onLoop(task);
	}

	/** Whether the call has got its response or its error. */
	@Override
	public boolean isEnded() {
		return this.ended;
	}

	// The request

	/** The connection is free for it. */
	void begin(boolean onUsedConnection) {
		this.begun = true;
		this.onUsedConnection = onUsedConnection;
		this.connection.writer().head(this.request);
		this.gate.headWritten(this.request.expectContinue(), this.connection.timer());
	}

	private void startContent() {
		this.content.start();
		if (this.content.endsAfter(0)) {
			endContent();
		}
	}

	/** Nothing to note: the content is asked at the end of each burst. */
	@Override
	public void contentArrived() {
	}

	/**
	 * Sends as much content as there is and the socket takes, at once: servers do not
	 * count chunks, so small ones need no pause that would join them.
	 */
	void sendContent() {
		while (!this.ended && this.gate.isOpen() && this.content.available() > 0
				&& this.connection.channel().isWritable()) {
			int length = Math.min(PIECE, this.content.available());
			boolean last = this.content.endsAfter(length);
			this.connection.writer().content(this.content, length);
			this.written += length;
			if (last) {
				endContent();
			}
			this.observer.onProgress();
			this.connection.output().flushIfLarge();
		}
	}

	@Override
	public void endContent() {
		RequestTrailers.obtain(this.request, this.observer, this, this::endRequest);
	}

	private void endRequest(HttpHeaders trailers) {
		if (!this.ended) {
			this.connection.writer().endContent(trailers);
			this.sent = true;
		}
	}

	@Override
	public void contentFailed(H2Error error) {
		giveUp(error);
	}

	// The response

	/** The server has answered, finally or not. */
	void onStatus(int status) {
		this.gate.onStatus(status);
	}

	/** Bytes have arrived since the request began. */
	void heard() {
		this.heard = true;
	}

	@Override
	public void consumed(int bytes) {
		onLoop(() -> {
			if (!this.ended) {
				this.response.consumed(bytes);
			}
		});
	}

	/**
	 * The response is complete. RFC 9112 section 9.3: a connection on which the request
	 * is not serves no further one.
	 */
	void responseEnded(boolean keepAlive) {
		this.connection.completed(keepAlive && isSent());
		this.observer.onClosed();
		end(null);
	}

	/** An announced length ends the request before its publisher says so. */
	private boolean isSent() {
		return this.sent || (this.written == this.request.body().length() && this.request.trailers() == null);
	}

	// The end

	/** The connection did not take the request. */
	void refuse(H2Error error) {
		fail(error);
	}

	@Override
	public void cancel(H2Error reason) {
		onLoop(() -> giveUp(reason));
	}

	private void giveUp(H2Error reason) {
		if (this.ended) {
			return;
		}
		if (this.begun) {
			this.connection.fail(reason);
		}
		else {
			refuse(reason);
		}
	}

	/** What a lost connection means for this exchange. */
	H2Error lost(@Nullable Throwable cause, boolean byPeer) {
		boolean sent = this.connection.writer().isHeadFlushed();
		return new H2Error.ConnectionLost(this.request.endpoint(), sent, byPeer && this.onUsedConnection && !this.heard,
				null, cause);
	}

	/** The connection is over for it: the slot is free, and the observer is told. */
	void fail(H2Error error) {
		if (!this.ended) {
			this.observer.onClosed();
			end(error);
		}
	}

	/** Ends the exchange with an error, or with the response if there is none. */
	private void end(@Nullable H2Error error) {
		this.ended = true;
		this.gate.stopWaiting();
		this.content.abandon();
		this.response.closed(error);
	}

}

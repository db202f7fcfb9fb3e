package io.conpool.connection.http2;

import io.conpool.connection.http2.frame.HeaderList;
import io.conpool.connection.http2.peer.Slots;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.ContentSource;
import io.conpool.http.Exchange;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One exchange: a request out, a response in (RFC 9113 section 8.1), both at the same
 * time if need be. It ends exactly once, in {@link #end}, and tells its observer then.
 * Confined to the connection's event loop, but for {@link #cancel} and {@link #consumed}.
 */
final class H2Stream implements Exchange, ContentSource, Slots.Abandoned, Runnable {

	private final ConnectionLoop connection;

	private final H2Request request;

	private final ExchangeObserver observer;

	// Confined to the event loop from here on.
	private final RequestWriter writer;

	private final ResponseReader reader;

	// 0 until HEADERS are written.
	private int id;

	private int burst;

	// Negative until HEADERS are written; read by whoever cancels, too.
	private volatile long bytesReadAtOpening = -1;

	private volatile long answersAtOpening;

	private boolean heard;

	private boolean ended;

	// The call has given the connection back, though the stream may keep its slot.
	private boolean released;

	private boolean holdsSlot;

	private boolean closed;

	H2Stream(ConnectionLoop connection, H2Request request, ExchangeObserver observer, Http2Config config) {
		this.connection = connection;
		this.request = request;
		this.observer = observer;
		this.writer = new RequestWriter(this, connection, request, observer);
		this.reader = new ResponseReader(this, observer, config);
	}

	H2Request request() {
		return this.request;
	}

	int id() {
		return this.id;
	}

	/** Whether the call has got its response or its error. */
	boolean isEnded() {
		return this.ended;
	}

	/** Whether the slot was given back. */
	@Override
	public boolean isClosed() {
		return this.closed;
	}

	/** Whether something of the response has arrived, and more is to come. */
	boolean isBeingAnswered() {
		return this.heard && !this.ended;
	}

	// The request

	RequestWriter writer() {
		return this.writer;
	}

	/** Opens the stream: the first thing that the event loop does with it. */
	@Override
	public void run() {
		this.connection.open(this);
	}

	/** HEADERS were written. */
	void opened(int id, int burst, int peerWindow) {
		this.id = id;
		this.burst = burst;
		this.answersAtOpening = this.connection.pings().answers();
		this.bytesReadAtOpening = this.connection.pings().bytesRead();
		this.writer.opened(peerWindow);
	}

	/** Something of the request was sent, or something of the response has arrived. */
	void progressed() {
		this.observer.onProgress();
	}

	// The response

	void onHeaders(HeaderList fields, boolean endStream) {
		this.heard = true;
		this.connection.answered();
		if (this.ended) {
			closeIf(endStream);
		}
		else {
			this.reader.onHeaders(fields, endStream);
		}
	}

	/** The final head has arrived. */
	void responded() {
		this.connection.account().responded();
	}

	void onContent(ByteBuf in, int content, int padding, boolean endStream) {
		if (this.ended) {
			closeIf(endStream);
		}
		else {
			this.reader.onContent(in, content, padding, endStream);
		}
	}

	/** We have given up on the stream, and now the peer has done with it, too. */
	private void closeIf(boolean endStream) {
		if (endStream && this.writer.isComplete()) {
			close();
		}
	}

	@Override
	public void consumed(int bytes) {
		this.connection.onLoop(() -> this.reader.consumed(bytes));
	}

	WindowGrowth windowGrowth() {
		return this.connection.streamWindows();
	}

	void grant(int bytes) {
		this.connection.frames().windowUpdate(this.id, bytes);
	}

	/** Whether more of the request is to be sent, so that windows matter. */
	boolean isSending() {
		return !this.ended && !this.writer.isComplete();
	}

	/** The peer has sent END_STREAM, at the end of its response or too early. */
	void responseEnded(@Nullable H2Error error) {
		if (this.writer.isComplete()) {
			close();
		}
		else {
			// RFC 9113 section 8.1: the server has answered without waiting for the rest,
			// which nobody needs now.
			abandon((error == null) ? Http2ErrorCode.NO_ERROR : Http2ErrorCode.PROTOCOL_ERROR, 0);
		}
		end(error);
	}

	// The end

	/** The peer gave up on the stream. */
	void onReset(Http2ErrorCode code) {
		if (!this.ended) {
			this.connection.listener().onStreamReset(this.request.endpoint(), code, true);
		}
		close();
		end(new H2Error.StreamReset(this.id, code));
	}

	/** We give up on the stream, and tell the peer. */
	void failLocally(Http2ErrorCode code, H2Error error) {
		if (!this.ended) {
			abandon(code, this.reader.windowLeft());
			end(error);
		}
	}

	/** The stream keeps its slot until the peer knows, but the call does not wait. */
	private void abandon(Http2ErrorCode code, int window) {
		this.connection.abandon(this, code, window);
		release();
	}

	@Override
	public boolean isRequestComplete() {
		return this.writer.isComplete();
	}

	@Override
	public void writeReset(Http2ErrorCode code) {
		this.connection.frames().reset(this.id, code);
		this.connection.listener().onStreamReset(this.request.endpoint(), code, false);
	}

	/** The connection did not take the request, or the peer will not process it. */
	void refuse(H2Error error) {
		close();
		end(error);
	}

	/**
	 * Ends with an error that tells how far the stream had got. The connection was stale
	 * if the peer ended it after it had served, or after a GOAWAY, and before this
	 * response.
	 */
	void connectionLost(@Nullable Throwable cause, boolean byPeer) {
		boolean leftThisMachine = this.id != 0 && !this.connection.output().isUnsent(this.burst);
		H2Error.GoAway goAway = this.connection.status().goAway();
		boolean stale = byPeer && (this.answersAtOpening > 0 || goAway != null) && !this.heard;
		end(new H2Error.ConnectionLost(this.request.endpoint(), leftThisMachine, stale, goAway, cause));
	}

	@Override
	public void cancel(H2Error reason) {
		boolean timeout = reason instanceof H2Error.Timeout || reason instanceof H2Error.ResponseTimeout;
		if (timeout) {
			this.connection.pings().timesOut(this.bytesReadAtOpening, this.answersAtOpening);
		}
		this.connection.onLoop(() -> {
			if (this.id == 0) {
				refuse(reason);
			}
			else if (!this.ended) {
				failLocally(Http2ErrorCode.CANCEL, reason);
				if (timeout) {
					this.connection.pings().timedOut(this.bytesReadAtOpening);
				}
			}
		});
	}

	/** Ends the exchange with an error, or with the response if there is none. */
	void end(@Nullable H2Error error) {
		if (this.ended) {
			return;
		}
		this.ended = true;
		this.writer.abandon();
		this.reader.closed(error);
	}

	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			this.connection.closed(this);
			release();
		}
	}

	private void release() {
		if (!this.released) {
			this.released = true;
			this.observer.onClosed();
		}
	}

	/** From now on it keeps a slot that its call has no use for. */
	void holdSlot() {
		this.holdsSlot = true;
	}

	boolean holdsSlot() {
		return this.holdsSlot;
	}

}

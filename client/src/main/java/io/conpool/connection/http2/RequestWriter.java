package io.conpool.connection.http2;

import io.conpool.connection.ContentCarrier;
import io.conpool.connection.ContentGate;
import io.conpool.connection.OutboundContent;
import io.conpool.connection.RequestTrailers;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.http.HttpHeaders;
import io.conpool.http.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * The request half of an exchange (RFC 9113 section 8.1) after its HEADERS: content
 * within the stream's window, held back where the server is to ask for it first (RFC 9110
 * section 10.1.1), then trailers. Confined to the connection's event loop.
 */
final class RequestWriter implements ContentCarrier, DataQueue.Source {

	private static final int USUAL_FRAME = 16 * 1024;

	private static final int SMALL_FRAME = 1024;

	private final H2Stream stream;

	private final ConnectionLoop connection;

	private final ExchangeObserver observer;

	private final OutboundContent content;

	private final H2Request request;

	private final SendWindow window = new SendWindow(0);

	// Not null once the head of a request with content is written.
	private @Nullable ContentGate gate;

	// END_STREAM was sent, or goes with HEADERS.
	private boolean complete;

	private boolean dataSent;

	private long dataSentNanos;

	private boolean held;

	// Content was held for as long as it may be.
	private boolean released;

	RequestWriter(H2Stream stream, ConnectionLoop connection, H2Request request, ExchangeObserver observer) {
		this.stream = stream;
		this.connection = connection;
		this.observer = observer;
		this.content = OutboundContent.of(request.body(), this, observer);
		this.request = request;
		this.complete = request.body() instanceof RequestBody.Empty && this.request.trailers() == null;
	}

	H2Stream stream() {
		return this.stream;
	}

	/** Whether END_STREAM was sent, or is to be with HEADERS. */
	boolean isComplete() {
		return this.complete;
	}

	/** HEADERS were written; the rest follows as the windows allow. */
	void opened(int peerWindow) {
		this.window.add(peerWindow);
		if (!this.complete) {
			ContentGate before = new ContentGate(this::start);
			this.gate = before;
			before.headWritten(this.request.expectContinue(), this.connection.timer());
		}
	}

	/** The server has answered, finally or not. */
	void onStatus(int status) {
		if (this.gate != null) {
			this.gate.onStatus(status);
		}
	}

	private void start() {
		this.content.start();
		contentArrived();
		if (this.content.endsAfter(0)) {
			endContent();
		}
	}

	@Override
	public boolean isEnded() {
		return this.stream.isEnded();
	}

	@Override
	public void contentArrived() {
		if (canSendData()) {
			this.connection.data().add(this);
		}
	}

	@Override
	public boolean canSendData() {
		return this.gate != null && this.gate.isOpen() && this.content.available() > 0 && this.window.size() > 0
				&& !this.stream.isEnded();
	}

	@Override
	public boolean isHeld(int atMost) {
		int waiting = this.content.available();
		int full = Math.min(USUAL_FRAME, Math.min(atMost, this.window.size()));
		this.held = waiting < full && !this.content.endsAfter(waiting) && !this.released
				&& (this.content.isArriving() || isSoonAfterTheLast(waiting));
		return this.held;
	}

	/**
	 * Small pieces that follow each other at speed wait to be joined, also when they are
	 * no longer small together.
	 */
	private boolean isSoonAfterTheLast(int waiting) {
		return this.dataSent && (this.held || waiting < SMALL_FRAME)
				&& this.connection.channel().nanoTime() - this.dataSentNanos < DataQueue.HOLD_NANOS;
	}

	@Override
	public void release() {
		this.released = true;
	}

	@Override
	public int sendData(int atMost) {
		int length = Math.min(Math.min(atMost, this.window.size()), this.content.available());
		boolean last = this.content.endsAfter(length);
		this.complete = last && this.request.trailers() == null;
		this.connection.frames().data(this.stream.id(), this.content, length, this.complete);
		if (!last) {
			this.dataSent = true;
			this.dataSentNanos = this.connection.channel().nanoTime();
			this.held = false;
			this.released = false;
		}
		else if (!this.complete) {
			endContent();
		}
		this.window.consume(length);
		this.stream.progressed();
		return length;
	}

	/** Nothing is left of the content, and END_STREAM is still to be sent. */
	@Override
	public void endContent() {
		RequestTrailers.obtain(this.request, this.observer, this, this::sendTrailers);
	}

	private void sendTrailers(HttpHeaders fields) {
		if (this.stream.isEnded()) {
			return;
		}
		if (this.connection.frames().trailers(this.stream.id(), fields, this.connection.maxFrameSize())) {
			this.complete = true;
			this.stream.progressed();
		}
		else {
			contentFailed(new H2Error.RequestBodyFailed(
					new IllegalStateException("the trailers are larger than the peer accepts")));
		}
	}

	/**
	 * The peer grants more, or less after new SETTINGS; false if the window exceeds
	 * 2^31-1.
	 */
	boolean widenWindow(int delta) {
		boolean legal = this.window.add(delta);
		if (legal) {
			contentArrived();
		}
		return legal;
	}

	@Override
	public void contentFailed(H2Error error) {
		this.stream.failLocally(Http2ErrorCode.CANCEL, error);
	}

	@Override
	public void onLoop(Runnable task) {
		this.connection.onLoop(task);
	}

	/** The exchange has ended; nobody needs the rest. */
	void abandon() {
		if (this.gate != null) {
			this.gate.stopWaiting();
		}
		this.content.abandon();
	}

}

package io.conpool.connection.http2;

import java.nio.ByteBuffer;

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
		if (this.content.isComplete()) {
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
		return this.gate != null && this.gate.isOpen() && this.content.hasData() && this.window.size() > 0
				&& !this.stream.isEnded();
	}

	@Override
	public int sendData(int atMost) {
		int length = this.content.write(Math.min(atMost, this.window.size()));
		this.window.consume(length);
		this.stream.progressed();
		return length;
	}

	@Override
	public void write(ByteBuffer data, int length, boolean last) {
		this.complete = last && this.request.trailers() == null;
		this.connection.frames().data(this.stream.id(), data, length, this.complete);
		if (last && !this.complete) {
			endContent();
		}
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

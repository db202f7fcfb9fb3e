package io.conpool.testing;

import java.nio.ByteBuffer;

import io.conpool.error.H2Error;
import io.conpool.http.ContentReceiver;
import io.conpool.http.ContentSource;
import io.conpool.http.Exchange;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpHeaders;

/**
 * An exchange that ends as the test says, or when it is cancelled, but only once, and
 * tells its observer in the order that {@link ExchangeObserver} promises.
 */
public final class FakeExchange implements Exchange, ContentSource {

	private final H2Request request;

	private final ExchangeObserver observer;

	private final Runnable answered;

	private volatile boolean sent;

	private volatile boolean ended;

	private volatile boolean keepsSlot;

	private volatile H2Error cancelledWith;

	private volatile boolean headArrived;

	private volatile ContentReceiver receiver;

	FakeExchange(H2Request request, ExchangeObserver observer, Runnable answered) {
		this.request = request;
		this.observer = observer;
		this.answered = answered;
	}

	/**
	 * What is to be sent.
	 * @return the request
	 */
	public H2Request request() {
		return this.request;
	}

	/**
	 * From now on a byte of the request may have left this machine.
	 * @return this
	 */
	public FakeExchange sent() {
		this.sent = true;
		return this;
	}

	/**
	 * From now on its slot is kept when it ends, until {@link #freeSlot}.
	 * @return this
	 */
	public FakeExchange keepSlot() {
		this.keepsSlot = true;
		return this;
	}

	/** The peer has shown that it lives. */
	public void freeSlot() {
		this.observer.onClosed();
	}

	/**
	 * The server answers.
	 * @param status with which status
	 */
	public void respond(int status) {
		respond(new H2Response(status, HttpHeaders.empty(), new byte[0], HttpHeaders.empty(), this.request.uri()));
	}

	/**
	 * The server answers.
	 * @param response the response
	 */
	public void respond(H2Response response) {
		if (!this.ended && !this.headArrived) {
			head(response.status(), response.headers());
		}
		if (!end()) {
			return;
		}
		if (this.receiver == null) {
			this.observer.onResponse(response);
			return;
		}
		if (response.body().length > 0) {
			this.receiver.onContent(response.body().length, ByteBuffer.wrap(response.body())::get);
		}
		this.receiver.onEnd(response.trailers());
	}

	/**
	 * A part of the request was sent, or of the response has arrived.
	 */
	public void progress() {
		this.observer.onProgress();
	}

	/**
	 * The response's head has arrived.
	 * @param status the status
	 * @return who takes the content, or null
	 */
	public ContentReceiver head(int status) {
		return head(status, HttpHeaders.empty());
	}

	/**
	 * The response's head has arrived.
	 * @param status the status
	 * @param headers the header fields
	 * @return who takes the content, or null
	 */
	public ContentReceiver head(int status, HttpHeaders headers) {
		this.headArrived = true;
		this.answered.run();
		this.receiver = this.observer.onHead(status, headers, this);
		return this.receiver;
	}

	/** The content that a receiver takes has arrived to its end. */
	public void endContent() {
		if (end()) {
			this.receiver.onEnd(HttpHeaders.empty());
		}
	}

	@Override
	public void consumed(int bytes) {
	}

	/**
	 * The exchange fails.
	 * @param error why
	 */
	public void fail(H2Error error) {
		if (end()) {
			if (this.receiver != null) {
				this.receiver.onError(error);
			}
			else {
				this.observer.onFailure(error);
			}
		}
	}

	private boolean end() {
		boolean first = !this.ended;
		this.ended = true;
		if (first && !this.keepsSlot) {
			this.observer.onClosed();
		}
		return first;
	}

	@Override
	public void cancel(H2Error reason) {
		if (!this.ended) {
			this.cancelledWith = reason;
			fail(reason);
		}
	}

	public boolean isSent() {
		return this.sent;
	}

	/**
	 * What the exchange was cancelled with.
	 * @return the reason, or null if it was not cancelled
	 */
	public H2Error cancelledWith() {
		return this.cancelledWith;
	}

}

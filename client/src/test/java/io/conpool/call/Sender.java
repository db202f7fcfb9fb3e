package io.conpool.call;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;

import io.conpool.error.H2Error;
import io.conpool.http.ContentSource;
import io.conpool.http.HttpHeaders;
import io.conpool.testing.Tck;

/**
 * The stream that content comes from: one element at a time, as the window allows, and
 * then its end. Confined to the loop.
 */
final class Sender implements ContentSource {

	// Too small for two elements: they would be joined if they waited together.
	private static final int WINDOW = 1;

	private final Executor loop;

	private final LongFunction<ByteBuffer> elements;

	private long left;

	private int window = WINDOW;

	private boolean ended;

	private StreamedBody body;

	/** Sends one byte at a time. */
	Sender(long length, Executor loop) {
		this(length, loop, (left) -> Tck.element(1));
	}

	/** Sends elements, each made when its number of followers is known. */
	Sender(long length, Executor loop, LongFunction<ByteBuffer> elements) {
		this.left = length;
		this.loop = loop;
		this.elements = elements;
	}

	void start(StreamedBody receiver) {
		this.loop.execute(() -> {
			this.body = receiver;
			send();
		});
	}

	@Override
	public void consumed(int bytes) {
		this.loop.execute(() -> {
			this.window += bytes;
			send();
		});
	}

	@Override
	public void cancel(H2Error reason) {
		this.loop.execute(() -> {
			if (!this.ended && this.body != null) {
				this.body.onError(reason);
			}
			this.ended = true;
		});
	}

	private void send() {
		while (!this.ended && this.left > 0 && this.window > 0) {
			this.left--;
			ByteBuffer element = this.elements.apply(this.left);
			this.window -= element.remaining();
			this.body.onContent(element.remaining(), element::get);
		}
		if (!this.ended && this.left == 0) {
			this.ended = true;
			this.body.onEnd(HttpHeaders.empty());
		}
	}

}

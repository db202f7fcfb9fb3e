package io.conpool.connection.http2;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.conpool.connection.ConnectionChannel;
import io.conpool.connection.OutputBuffer;
import io.conpool.connection.http2.frame.FrameFormat;
import io.conpool.connection.http2.peer.Account;
import org.jspecify.annotations.Nullable;

/**
 * The streams that have DATA to send and a window to send it: they take turns, one frame
 * each, for as long as the connection's window and the socket's buffer last (RFC 9113
 * section 5.2). A stream may hold a small piece back for 2 ms, so that it goes in one
 * frame with what follows. Confined to the connection's event loop.
 */
final class DataQueue {

	/** Content that waits to be sent. */
	interface Source {

		/** Whether there is DATA to send, and a window to send it. */
		boolean canSendData();

		/** Whether it is better to wait for more than to send what there is. */
		boolean isHeld(int atMost);

		/** The next piece goes out, however small it is. */
		void release();

		/** Sends one DATA frame of at most so many bytes; returns how many it took. */
		int sendData(int atMost);

	}

	static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	// Whatever the peer accepts: a frame keeps the other streams waiting.
	private static final int LARGEST_FRAME = 64 * 1024;

	private final Set<Source> ready = new LinkedHashSet<>();

	private final Set<Source> held = new LinkedHashSet<>();

	private final SendWindow window = new SendWindow(FrameFormat.INITIAL_WINDOW);

	private final OutputBuffer output;

	private final ConnectionChannel channel;

	private final Account account;

	private final Runnable sender;

	// One for all that is held; it comes early for some, which does no harm.
	private @Nullable Future<?> holdOver;

	/**
	 * Makes an empty queue.
	 * @param sender leads to {@link #pump} when what was held may go
	 */
	DataQueue(OutputBuffer output, ConnectionChannel channel, Account account, Runnable sender) {
		this.output = output;
		this.channel = channel;
		this.account = account;
		this.sender = sender;
	}

	void add(Source source) {
		this.ready.add(source);
	}

	void remove(Source source) {
		this.ready.remove(source);
		this.held.remove(source);
	}

	/** Nothing is sent any more. */
	void stop() {
		this.ready.clear();
		this.held.clear();
		if (this.holdOver != null) {
			this.holdOver.cancel(false);
			this.holdOver = null;
		}
	}

	/**
	 * The peer grants more for the connection as a whole; false if its window exceeds
	 * 2^31-1.
	 */
	boolean widen(int increment) {
		return this.window.add(increment);
	}

	/** Sends what may be sent now. */
	void pump(int maxFrameSize) {
		while (!this.ready.isEmpty() && this.window.size() > 0 && this.channel.isWritable()) {
			Source source = poll();
			if (!source.canSendData()) {
				// Its window was narrowed meanwhile; it comes back with the next
				// WINDOW_UPDATE.
				continue;
			}
			int atMost = Math.min(Math.min(maxFrameSize, LARGEST_FRAME), this.window.size());
			if (source.isHeld(atMost)) {
				hold(source);
				continue;
			}
			if (!this.held.isEmpty()) {
				this.held.remove(source);
			}
			int sent = source.sendData(atMost);
			this.window.consume(sent);
			this.account.sent(sent);
			if (source.canSendData()) {
				this.ready.add(source);
			}
			// Last, when all is accounted for: a flush may make the socket writable, and
			// that leads back here.
			this.output.flushIfLarge();
		}
	}

	private void hold(Source source) {
		this.held.add(source);
		if (this.holdOver == null) {
			this.holdOver = this.channel.schedule(this::release, HOLD_NANOS);
		}
	}

	private void release() {
		this.holdOver = null;
		this.held.forEach(Source::release);
		this.ready.addAll(this.held);
		this.held.clear();
		this.sender.run();
	}

	private Source poll() {
		Iterator<Source> first = this.ready.iterator();
		Source source = first.next();
		first.remove();
		return source;
	}

}

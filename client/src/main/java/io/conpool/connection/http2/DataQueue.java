package io.conpool.connection.http2;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import io.conpool.connection.ConnectionChannel;
import io.conpool.connection.OutputBuffer;
import io.conpool.connection.http2.frame.FrameFormat;
import io.conpool.connection.http2.peer.Account;

/**
 * The streams that have DATA to send and a window to send it: they take turns, one frame
 * each, for as long as the connection's window and the socket's buffer last (RFC 9113
 * section 5.2). Confined to the connection's event loop.
 */
final class DataQueue {

	/** Content that waits to be sent. */
	interface Source {

		/** Whether there is DATA to send, and a window to send it. */
		boolean canSendData();

		/** Sends one DATA frame of at most so many bytes; returns how many it took. */
		int sendData(int atMost);

	}

	private final Set<Source> ready = new LinkedHashSet<>();

	private final SendWindow window = new SendWindow(FrameFormat.INITIAL_WINDOW);

	private final OutputBuffer output;

	private final ConnectionChannel channel;

	private final Account account;

	DataQueue(OutputBuffer output, ConnectionChannel channel, Account account) {
		this.output = output;
		this.channel = channel;
		this.account = account;
	}

	void add(Source source) {
		this.ready.add(source);
	}

	void remove(Source source) {
		this.ready.remove(source);
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
			int sent = source.sendData(Math.min(maxFrameSize, this.window.size()));
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

	private Source poll() {
		Iterator<Source> first = this.ready.iterator();
		Source source = first.next();
		first.remove();
		return source;
	}

}

package io.conpool.connection.http2;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import io.conpool.connection.ConnectionChannel;

/**
 * The streams that have DATA to send and a window to send it: they take turns, one frame
 * each, for as long as the connection's window and the socket's buffer last (RFC 9113
 * section 5.2). Confined to the connection's event loop.
 */
final class DataQueue {

	private final Set<RequestWriter> ready = new LinkedHashSet<>();

	private final SendWindow window = new SendWindow(PeerSettings.INITIAL.initialWindowSize());

	private final OutboundFrames outbound;

	private final ConnectionChannel channel;

	private final FrameBudget budget;

	DataQueue(OutboundFrames outbound, ConnectionChannel channel, FrameBudget budget) {
		this.outbound = outbound;
		this.channel = channel;
		this.budget = budget;
	}

	void add(RequestWriter writer) {
		this.ready.add(writer);
	}

	void remove(RequestWriter writer) {
		this.ready.remove(writer);
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
			RequestWriter writer = poll();
			if (!writer.canSendData()) {
				// Its window was narrowed meanwhile; it comes back with the next
				// WINDOW_UPDATE.
				continue;
			}
			int sent = writer.sendData(Math.min(maxFrameSize, this.window.size()));
			this.window.consume(sent);
			// Every frame of ours may be answered by a WINDOW_UPDATE for the stream and
			// one for the connection.
			this.budget.earn(2);
			if (writer.canSendData()) {
				this.ready.add(writer);
			}
			// Last, when all is accounted for: a flush may make the socket writable, and
			// that leads back here.
			this.outbound.flushIfLarge();
		}
	}

	private RequestWriter poll() {
		Iterator<RequestWriter> first = this.ready.iterator();
		RequestWriter writer = first.next();
		first.remove();
		return writer;
	}

}

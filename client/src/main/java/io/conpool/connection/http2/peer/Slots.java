package io.conpool.connection.http2.peer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import io.conpool.connection.LoopTimer;
import io.conpool.error.Http2ErrorCode;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The slots of streams that were reset, and our RST_STREAM frames.
 * <p>
 * Resets are held to what servers tolerate, some of which end a connection at 200 in 30
 * s: 100 at once, then 3 a second. The last 20 are for streams whose request is not
 * complete, which cost a server most, and these go first. A stream keeps its slot until
 * its reset is sent. Where more wait than can be sent in a second, a successor is to
 * serve.
 * <p>
 * From then on the slot protects a server that is slow to act on resets: it is given back
 * when the peer has answered a PING behind the reset, or after half a second, whichever
 * is first. Confined to the connection's event loop.
 */
public final class Slots {

	private static final int BURST = 100;

	private static final int RESERVED_FOR_UPLOADS = 20;

	private static final Duration REFILL = Duration.ofMillis(333);

	// What is sent in a second.
	private static final int MOST_WAITING = 3;

	private static final Duration LONGEST_HOLD = Duration.ofMillis(500);

	/** A stream that was given up. */
	public interface Abandoned {

		/**
		 * Writes its RST_STREAM.
		 * @param code why
		 */
		void writeReset(Http2ErrorCode code);

		/**
		 * Whether the request was sent to its end.
		 * @return false while the server waits for more of it
		 */
		boolean isRequestComplete();

		/**
		 * Whether the slot was given back.
		 * @return true for good once it was
		 */
		boolean isClosed();

		/**
		 * Gives the slot back, unless it was already.
		 */
		void close();

	}

	private record Unsent(Abandoned stream, Http2ErrorCode code) {
	}

	private record Sent(Abandoned stream, long number, long atNanos) {
	}

	private final Pings pings;

	private final LoopTimer timer;

	private final Runnable onTooManyWaiting;

	private final Deque<Unsent> uploads = new ArrayDeque<>(0);

	private final Deque<Unsent> others = new ArrayDeque<>(0);

	private final Deque<Sent> sent = new ArrayDeque<>(0);

	private int budget = BURST;

	// How many were sent so far.
	private long resets;

	// Resets that were sent behind the last PING.
	private boolean unproved;

	private boolean stopped;

	private Scheduler.@Nullable Task refilling;

	private Scheduler.@Nullable Task releasing;

	/**
	 * Makes the slots of one connection.
	 * @param pings show that the peer has read a reset
	 * @param timer refills the budget and ends holds
	 * @param onTooManyWaiting called when more resets wait than can be sent in a second
	 */
	public Slots(Pings pings, LoopTimer timer, Runnable onTooManyWaiting) {
		this.pings = pings;
		this.timer = timer;
		this.onTooManyWaiting = onTooManyWaiting;
	}

	/**
	 * Tells the peer that a stream was given up, now or when there is budget for it.
	 * @param stream the stream
	 * @param code why
	 */
	public void reset(Abandoned stream, Http2ErrorCode code) {
		refillLater();
		(stream.isRequestComplete() ? this.others : this.uploads).add(new Unsent(stream, code));
		sendWaiting();
		if (this.uploads.size() + this.others.size() > MOST_WAITING) {
			this.onTooManyWaiting.run();
		}
	}

	private void sendWaiting() {
		while (this.budget > 0 && sendFirst(this.uploads)) {
			this.budget--;
		}
		while (this.budget > RESERVED_FOR_UPLOADS && sendFirst(this.others)) {
			this.budget--;
		}
	}

	private boolean sendFirst(Deque<Unsent> waiting) {
		for (Unsent next = waiting.poll(); next != null; next = waiting.poll()) {
			if (!next.stream().isClosed()) {
				next.stream().writeReset(next.code());
				this.sent.add(new Sent(next.stream(), ++this.resets, this.timer.nanoTime()));
				this.unproved = true;
				releaseLater(LONGEST_HOLD);
				return true;
			}
		}
		return false;
	}

	/**
	 * Asks the peer to prove that it has read the resets of this burst, if it tolerates a
	 * PING now.
	 */
	public void endBurst() {
		if (this.unproved && this.pings.isFree()) {
			this.unproved = false;
			long last = this.resets;
			this.pings.ask(() -> releaseUpTo(last));
		}
	}

	private void releaseUpTo(long last) {
		for (Sent first = this.sent.peek(); first != null && first.number() <= last; first = this.sent.peek()) {
			this.sent.remove();
			first.stream().close();
		}
	}

	private void releaseLater(Duration delay) {
		if (this.releasing == null) {
			this.releasing = this.timer.schedule(delay, this::releaseHeldLongest);
		}
	}

	private void releaseHeldLongest() {
		this.releasing = null;
		long now = this.timer.nanoTime();
		for (Sent first = this.sent.peek(); first != null; first = this.sent.peek()) {
			long left = LONGEST_HOLD.toNanos() - (now - first.atNanos());
			if (left > 0) {
				releaseLater(Duration.ofNanos(left));
				return;
			}
			this.sent.remove();
			first.stream().close();
		}
		this.unproved = false;
	}

	private void refillLater() {
		if (this.refilling == null) {
			this.refilling = this.timer.schedule(REFILL, this::refill);
		}
	}

	private void refill() {
		this.refilling = null;
		if (this.stopped) {
			return;
		}
		this.budget = Math.min(BURST, this.budget + 1);
		sendWaiting();
		if (this.budget < BURST) {
			refillLater();
		}
	}

	/**
	 * Ends: the connection is closed.
	 */
	public void stop() {
		this.stopped = true;
		this.uploads.clear();
		this.others.clear();
		this.sent.clear();
		if (this.refilling != null) {
			this.refilling.cancel();
		}
		if (this.releasing != null) {
			this.releasing.cancel();
		}
	}

}

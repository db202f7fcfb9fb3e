package io.conpool.connection.http2.peer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

import io.conpool.connection.LoopTimer;
import io.conpool.error.Http2ErrorCode;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Our own RST_STREAM frames, kept within what servers tolerate. There is a budget of 100
 * at once and 3 a second: some servers close a connection after 200 in 30 s. Without
 * budget the peer is told later, and what it sends meanwhile is dropped. A stream that we
 * reset keeps its slot until the peer has shown that it lives, by its answer to a PING
 * that follows the reset: so a peer that is dead, or slow to act on resets, is not given
 * ever more streams. Confined to the connection's event loop.
 */
public final class Resets {

	private static final int BURST = 100;

	private static final Duration REFILL = Duration.ofMillis(333);

	/** A stream that was given up. */
	public interface Abandoned {

		/**
		 * Tells the peer.
		 * @param code why
		 */
		void writeReset(Http2ErrorCode code);

		/**
		 * Whether the slot was given back.
		 * @return true for good once it was
		 */
		boolean isClosed();

		/**
		 * Gives the slot back.
		 */
		void close();

	}

	/** A reset that there is no budget for yet. */
	private record Unsent(Abandoned stream, Http2ErrorCode code) {
	}

	private final Pings pings;

	private final LoopTimer timer;

	private final Queue<Unsent> unsent = new ArrayDeque<>();

	private int budget = BURST;

	private boolean stopped;

	private Scheduler.@Nullable Task refilling;

	/**
	 * Makes the resets of one connection.
	 * @param pings show that the peer lives
	 * @param timer refills the budget
	 */
	public Resets(Pings pings, LoopTimer timer) {
		this.pings = pings;
		this.timer = timer;
	}

	/**
	 * Tells the peer that a stream was given up, now or when there is budget for it.
	 * @param stream the stream
	 * @param code why
	 */
	public void reset(Abandoned stream, Http2ErrorCode code) {
		refillLater();
		if (this.budget == 0) {
			this.unsent.add(new Unsent(stream, code));
			return;
		}
		this.budget--;
		stream.writeReset(code);
		this.pings.ask(stream::close);
	}

	private void refillLater() {
		if (this.refilling == null) {
			this.refilling = this.timer.schedule(REFILL, this::refill);
		}
	}

	/**
	 * Ends: the connection is closed.
	 */
	public void stop() {
		this.stopped = true;
		if (this.refilling != null) {
			this.refilling.cancel();
		}
	}

	private void refill() {
		this.refilling = null;
		if (this.stopped) {
			return;
		}
		this.budget = Math.min(BURST, this.budget + 1);
		Unsent next = this.unsent.poll();
		while (next != null && next.stream().isClosed()) {
			next = this.unsent.poll();
		}
		if (next != null) {
			reset(next.stream(), next.code());
		}
		else if (this.budget < BURST) {
			refillLater();
		}
	}

}

package io.conpool.connection.http2;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

import io.conpool.error.Http2ErrorCode;
import io.conpool.http.ConnectionState;
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
final class Resets {

	private static final int BURST = 100;

	private static final Duration REFILL = Duration.ofMillis(333);

	/** A reset that there is no budget for yet. */
	private record Unsent(H2Stream stream, Http2ErrorCode code) {
	}

	private final ConnectionLoop connection;

	private final Scheduler scheduler;

	private final Queue<Unsent> unsent = new ArrayDeque<>();

	private int budget = BURST;

	private Scheduler.@Nullable Task refilling;

	Resets(ConnectionLoop connection, Scheduler scheduler) {
		this.connection = connection;
		this.scheduler = scheduler;
	}

	/** Tells the peer that we gave up on a stream, now or when there is budget for it. */
	void reset(H2Stream stream, Http2ErrorCode code) {
		refillLater();
		if (this.budget == 0) {
			this.unsent.add(new Unsent(stream, code));
			return;
		}
		this.budget--;
		this.connection.writeReset(stream.id(), code);
		this.connection.pings().ask(stream::close);
	}

	private void refillLater() {
		if (this.refilling == null) {
			this.refilling = this.scheduler.schedule(() -> this.connection.onLoop(this::refill), REFILL);
		}
	}

	/** The connection is closed. */
	void stop() {
		if (this.refilling != null) {
			this.refilling.cancel();
		}
	}

	private void refill() {
		this.refilling = null;
		if (this.connection.status().is(ConnectionState.CLOSED)) {
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

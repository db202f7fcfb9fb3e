package io.conpool.http2;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import io.conpool.error.Http2ErrorCode;
import io.conpool.http.ConnectionState;
import io.conpool.time.Scheduler;

/**
 * Our own RST_STREAM frames, kept within what servers tolerate. There is a budget of 100
 * at once and 3 a second: some servers close a connection after 200 in 30 s. Without
 * budget the peer is told later, and what it sends meanwhile is dropped. A stream that we
 * reset keeps its slot until the peer has shown that it lives, by its answer to a PING
 * that follows the reset: so a peer that is dead, or slow to act on resets, is not given
 * ever more streams. Since servers tolerate few PINGs from a client that they send
 * nothing to, there is one at a time, and not another before the peer has sent HEADERS or
 * DATA or ten seconds have passed. Confined to the connection's event loop.
 */
final class Resets {

	private static final int BURST = 100;

	private static final Duration REFILL = Duration.ofMillis(333);

	private static final Duration PING_INTERVAL = Duration.ofSeconds(10);

	/** A reset that there is no budget for yet. */
	private record Unsent(H2Stream stream, Http2ErrorCode code) {
	}

	private final ConnectionLoop connection;

	private final Scheduler scheduler;

	private final Queue<Unsent> unsent = new ArrayDeque<>();

	private final List<H2Stream> unproved = new ArrayList<>();

	// Those of the unproved, from the first on, whose reset went out before the PING.
	private int covered;

	private int budget = BURST;

	private boolean refilling;

	private boolean pinging;

	private boolean heardSincePing = true;

	private long lastPingNanos;

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
		this.unproved.add(stream);
		ping();
	}

	private void refillLater() {
		if (!this.refilling) {
			this.refilling = true;
			this.scheduler.schedule(() -> this.connection.onLoop(this::refill), REFILL);
		}
	}

	private void refill() {
		this.refilling = false;
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
		else if (this.budget < BURST || !this.unproved.isEmpty()) {
			refillLater();
			ping();
		}
	}

	private void ping() {
		long now = this.scheduler.nanoTime();
		boolean allowed = this.heardSincePing || now - this.lastPingNanos >= PING_INTERVAL.toNanos();
		if (!this.pinging && allowed && !this.unproved.isEmpty()) {
			this.pinging = true;
			this.heardSincePing = false;
			this.lastPingNanos = now;
			this.covered = this.unproved.size();
			this.connection.outbound().ping(0);
		}
	}

	/** The peer has sent HEADERS or DATA. */
	void heard() {
		this.heardSincePing = true;
	}

	/** The peer has answered a PING; false if there was none. */
	boolean answered() {
		if (!this.pinging) {
			return false;
		}
		this.pinging = false;
		List<H2Stream> proved = new ArrayList<>(this.unproved.subList(0, this.covered));
		this.unproved.subList(0, this.covered).clear();
		proved.forEach(H2Stream::close);
		ping();
		return true;
	}

}

package io.conpool.connection.http2;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

import io.conpool.connection.http2.peer.Pings;
import org.jspecify.annotations.Nullable;

/**
 * How large the receive windows of a connection's streams, or of the connection, have to
 * be: twice what they were when a peer used up in one round trip all that it had been
 * granted, and the reader kept up with it, until a limit is reached. A PING measures the
 * round trip, beginning where a window is granted anew, so only for transfers that are
 * larger than half a window. A round trip that takes twice as long as the shortest one
 * shows that more is under way than the way can bear: a larger window would only fill its
 * queues. Confined to the connection's event loop.
 */
final class WindowGrowth {

	private static final int MOST_QUEUEING = 2;

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final Pings pings;

	private final LongSupplier nanoClock;

	private final int limit;

	private int size;

	// Not null while a measurement is under way.
	private @Nullable ReceiveWindow measured;

	private long receivedBefore;

	private int granted;

	private boolean pausing;

	private long pausedNanos;

	WindowGrowth(Pings pings, LongSupplier nanoClock, int size, int limit) {
		this.pings = pings;
		this.nanoClock = nanoClock;
		this.size = size;
		this.limit = limit;
	}

	/** The size that was learned. */
	int size() {
		return this.size;
	}

	/**
	 * Begins a measurement where one is worth while: a window is about to be granted
	 * anew.
	 */
	void measure(ReceiveWindow window) {
		if (window.size() >= this.limit || this.measured != null || isPausing() || !this.pings.isFree()) {
			return;
		}
		this.measured = window;
		this.receivedBefore = window.received();
		this.granted = window.left();
		this.pings.ask(this::roundTripped);
	}

	private boolean isPausing() {
		this.pausing = this.pausing && this.nanoClock.getAsLong() - this.pausedNanos < PAUSE.toNanos();
		return this.pausing;
	}

	private void roundTripped() {
		ReceiveWindow window = Objects.requireNonNull(this.measured);
		this.measured = null;
		long received = window.received() - this.receivedBefore;
		// Nearly all counts as all: a peer may hold back a rest that fills no frame.
		boolean usedUp = received >= this.granted - this.granted / 8;
		boolean queueing = this.pings.roundTripNanos() > MOST_QUEUEING * this.pings.shortestRoundTripNanos();
		if (usedUp && !queueing && window.isReaderKeepingUp()) {
			window.grow();
			this.size = Math.max(this.size, (int) Math.min(this.limit, window.size() * 2L));
		}
		else {
			this.pausing = true;
			this.pausedNanos = this.nanoClock.getAsLong();
		}
	}

}

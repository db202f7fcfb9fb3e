package io.conpool.http2;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * How large the receive windows of a connection's streams, or of the connection, have to
 * be: twice what they were when a peer used up in one round trip all that it had been
 * granted, up to a limit. A PING measures the round trip, beginning where a window is
 * granted anew: only for transfers that are larger than half a window, and only where the
 * reader keeps up. A round trip that brought in no more per second than an earlier one
 * shows that it is not the window that limits, but the way (a larger one would only fill
 * its queues). Confined to the connection's event loop.
 */
final class WindowGrowth {

	private static final double FASTER = 1.125;

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final Pings pings;

	private final LongSupplier nanoClock;

	private final int limit;

	private int size;

	// The bytes per nanosecond that led to the present size.
	private double rate;

	// Since the beginning of the measurement that is under way; null without one.
	private @Nullable ReceiveWindow measured;

	private long receivedBefore;

	private int granted;

	private long startedNanos;

	private @Nullable Long pausedNanos;

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
		if (this.size >= this.limit || this.measured != null || isPausing() || !this.pings.isFree()) {
			return;
		}
		this.measured = window;
		this.receivedBefore = window.received();
		this.granted = window.left();
		this.startedNanos = this.nanoClock.getAsLong();
		this.pings.ask(this::roundTripped);
	}

	private boolean isPausing() {
		Long since = this.pausedNanos;
		return since != null && this.nanoClock.getAsLong() - since < PAUSE.toNanos();
	}

	private void roundTripped() {
		ReceiveWindow window = Objects.requireNonNull(this.measured);
		this.measured = null;
		long received = window.received() - this.receivedBefore;
		long now = this.nanoClock.getAsLong();
		double perNano = (double) received / Math.max(1, now - this.startedNanos);
		// Nearly all counts as all: a peer may hold back a rest that fills no frame.
		boolean usedUp = received >= this.granted - this.granted / 8;
		if (usedUp && perNano > this.rate * FASTER) {
			this.rate = perNano;
			this.size = (int) Math.min(this.limit, this.size * 2L);
			this.pausedNanos = null;
		}
		else {
			this.pausedNanos = now;
		}
	}

}

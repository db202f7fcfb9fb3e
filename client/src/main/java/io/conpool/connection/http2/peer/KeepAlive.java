package io.conpool.connection.http2.peer;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import io.conpool.connection.LoopTimer;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Sends a PING when the peer has sent nothing for the keep-alive interval, which is
 * shortened at random by up to a tenth, so that connections made together do not PING
 * together. Confined to the connection's event loop.
 */
public final class KeepAlive {

	private static final double JITTER = 0.1;

	private final PingedPeer peer;

	private final Pings pings;

	private final LoopTimer timer;

	private final Duration configured;

	private final boolean withoutStreams;

	private final DoubleSupplier random;

	private long interval;

	private long readNanos;

	private Scheduler.@Nullable Task next;

	/**
	 * Makes the keep alive of one connection.
	 * @param peer the connection
	 * @param pings sends the PINGs
	 * @param timer keeps the time
	 * @param interval after how much silence, 0 for never
	 * @param withoutStreams whether also while no stream is open
	 * @param random gives numbers from 0 to less than 1
	 */
	public KeepAlive(PingedPeer peer, Pings pings, LoopTimer timer, Duration interval, boolean withoutStreams,
			DoubleSupplier random) {
		this.peer = peer;
		this.pings = pings;
		this.timer = timer;
		this.configured = interval;
		this.withoutStreams = withoutStreams;
		this.random = random;
	}

	/** Begins, if there is an interval. */
	public void start() {
		if (!this.configured.isZero()) {
			this.readNanos = this.timer.nanoTime();
			newInterval();
			checkIn(this.interval);
		}
	}

	/** Something has arrived. */
	public void read() {
		if (this.next != null) {
			this.readNanos = this.timer.nanoTime();
		}
	}

	private void newInterval() {
		double part = 1 - JITTER * this.random.getAsDouble();
		this.interval = (long) (this.configured.toNanos() * part);
	}

	private void checkIn(long nanos) {
		this.next = this.timer.schedule(Duration.ofNanos(nanos), this::check);
	}

	private void check() {
		if (this.next == null) {
			return;
		}
		long silence = this.timer.nanoTime() - this.readNanos;
		if (silence < this.interval) {
			checkIn(this.interval - silence);
			return;
		}
		if (this.withoutStreams || !this.peer.isIdle()) {
			this.pings.sendAnyway();
		}
		newInterval();
		checkIn(this.interval);
	}

	public void stop() {
		if (this.next != null) {
			this.next.cancel();
			this.next = null;
		}
	}

}

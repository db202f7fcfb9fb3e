package io.conpool.connection.http2.peer;

import java.time.Duration;

/**
 * How often servers let a client send PINGs. They count those that come while they send
 * neither HEADERS nor DATA; the servers of gRPC tolerate three, and then one in five
 * minutes, or in two hours where no stream is open. Confined to the connection's event
 * loop.
 */
public final class PingTolerance {

	private static final int TOLERATED = 3;

	private static final long PAUSE = Duration.ofSeconds(10).toNanos();

	private static final long LONG_PAUSE = Duration.ofMinutes(5).toNanos();

	private static final long IDLE_PAUSE = Duration.ofHours(2).toNanos();

	private int sentSinceHeard;

	public void sent() {
		this.sentSinceHeard++;
	}

	/** The peer has sent HEADERS or DATA; returns whether that makes a difference. */
	public boolean heard() {
		boolean counted = this.sentSinceHeard > 0;
		this.sentSinceHeard = 0;
		return counted;
	}

	/**
	 * How long after the last PING the next one may follow, in nanoseconds.
	 * @param urgent whether it is to find out if the peer is gone
	 * @param idle whether no stream is open
	 */
	public long pauseNanos(boolean urgent, boolean idle) {
		if (this.sentSinceHeard == 0) {
			return 0;
		}
		if (urgent || this.sentSinceHeard < TOLERATED) {
			return PAUSE;
		}
		return idle ? IDLE_PAUSE : LONG_PAUSE;
	}

}

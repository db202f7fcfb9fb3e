package io.conpool.connection.http2.peer;

import java.util.function.LongSupplier;

/**
 * Limits frames that cost work but bring nothing: PING, SETTINGS, PRIORITY, empty DATA,
 * WINDOW_UPDATE, informational responses, frames of streams that are over, malformed or
 * not, unknown frames. A peer may send 1,000 of them at once and 200 a second for as long
 * as it likes; more is a flood (RFC 9113 section 10.5). Useful work earns some back.
 * Confined to the connection's event loop.
 */
public final class FrameBudget {

	private static final int BURST = 1_000;

	private static final int PER_SECOND = 200;

	private final LongSupplier nanoClock;

	private int left = BURST;

	private long refilledNanos;

	public FrameBudget(LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
		this.refilledNanos = nanoClock.getAsLong();
	}

	/** Pays for one such frame; false if the peer has overdrawn. */
	public boolean spend() {
		if (this.left == 0) {
			refill();
		}
		if (this.left == 0) {
			return false;
		}
		this.left--;
		return true;
	}

	public void earn(int frames) {
		this.left = Math.min(BURST, this.left + frames);
	}

	private void refill() {
		long now = this.nanoClock.getAsLong();
		long earned = (now - this.refilledNanos) * PER_SECOND / 1_000_000_000L;
		if (earned > 0) {
			this.refilledNanos = now;
			earn((int) Math.min(BURST, earned));
		}
	}

}

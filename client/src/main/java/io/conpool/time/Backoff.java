package io.conpool.time;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Pauses that grow with each failure in a row: doubled every time, up to a bound, and
 * varied at random by half in both directions, so that many clients do not come back
 * together. Immutable.
 *
 * @param first the pause after the first failure, more than 0
 * @param longest the bound before the variation
 * @param random gives numbers from 0 to less than 1
 */
public record Backoff(Duration first, Duration longest, DoubleSupplier random) {

	/**
	 * How long to pause.
	 * @param failures how many failures there were in a row, 1 or more
	 * @return more than 0
	 */
	public Duration after(int failures) {
		double doubled = (double) this.first.toNanos() * Math.pow(2, failures - 1);
		double bounded = Math.min(doubled, (double) this.longest.toNanos());
		return Duration.ofNanos((long) (bounded * (0.5 + this.random.getAsDouble())));
	}

}

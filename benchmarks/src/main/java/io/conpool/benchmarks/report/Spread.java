package io.conpool.benchmarks.report;

import java.util.Arrays;
import java.util.Locale;

/**
 * One figure of several rounds.
 *
 * @param median the middle one
 * @param min the least
 * @param max the most
 */
public record Spread(double median, double min, double max) {

	static Spread of(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		double median = (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
		return new Spread(median, sorted[0], sorted[sorted.length - 1]);
	}

	/** A figure with three digits that say something, or all before the point. */
	static String figure(double value) {
		if (!Double.isFinite(value)) {
			return "-";
		}
		int decimals = (value >= 100) ? 0 : (value >= 10) ? 1 : 2;
		return String.format(Locale.ROOT, "%,." + decimals + "f", value);
	}

	@Override
	public String toString() {
		return !Double.isFinite(this.median) ? "-"
				: figure(this.median) + " (" + figure(this.min) + " to " + figure(this.max) + ")";
	}

}

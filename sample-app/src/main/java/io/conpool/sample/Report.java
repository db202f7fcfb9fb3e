package io.conpool.sample;

import java.util.List;
import java.util.Locale;

/**
 * What came of many requests.
 *
 * @param ok how many were answered with status 200
 * @param errors how many were not
 * @param connections connections made for them
 * @param mostStreams most streams that were seen open at once
 * @param latenciesNanos from the call to its end, the wait for a stream included,
 * shortest first
 */
record Report(long ok, long errors, long connections, long mostStreams, List<Long> latenciesNanos) {

	@Override
	public String toString() {
		return String.format(Locale.ROOT, """
				requests       ok   errors   connections   most streams open   p50 ms   p99 ms
				%,8d %,8d %,8d %,13d %,19d %8.1f %8.1f
				""", this.ok + this.errors, this.ok, this.errors, this.connections, this.mostStreams,
				percentileMillis(50), percentileMillis(99));
	}

	private double percentileMillis(int percentile) {
		int rank = (int) Math.ceil(this.latenciesNanos.size() * percentile / 100.0);
		return this.latenciesNanos.get(rank - 1) / 1e6;
	}

}

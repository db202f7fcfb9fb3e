package io.conpool.benchmarks.run;

import java.util.ArrayDeque;
import java.util.Deque;

import io.conpool.benchmarks.load.Measurement;

/**
 * Puts load on a client until three windows in a row cost the same, give or take a
 * twentieth. Stateless.
 */
final class WarmUp {

	private static final int WINDOWS = 3;

	private static final double SPREAD = 1.05;

	private WarmUp() {
	}

	/** Returns how many windows it took, or -1 if it never got there. */
	static int run(Participant participant, RunSettings settings) {
		Deque<Double> last = new ArrayDeque<>();
		for (int i = 1; i <= settings.maxWarmUpWindows(); i++) {
			Measurement measurement = participant.measure(settings.warmUpMillis());
			last.add(measurement.cpuMicros());
			if (last.size() > WINDOWS) {
				last.remove();
			}
			double least = last.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
			double most = last.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
			if (last.size() == WINDOWS && most <= least * SPREAD) {
				return i;
			}
		}
		return -1;
	}

}

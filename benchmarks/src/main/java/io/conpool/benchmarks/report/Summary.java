package io.conpool.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.conpool.benchmarks.load.Measurement;
import io.conpool.benchmarks.run.Result;

/**
 * What all rounds of one client in one workload say together. Immutable.
 */
public final class Summary {

	private final String client;

	private final List<Measurement> rounds;

	private Summary(String client, List<Measurement> rounds) {
		this.client = client;
		this.rounds = rounds;
	}

	/**
	 * Puts rounds together.
	 * @param results of one workload
	 * @return a summary per client, in the order in which the clients came first
	 */
	public static List<Summary> of(List<Result> results) {
		Map<String, List<Measurement>> byClient = new LinkedHashMap<>();
		for (Result result : results) {
			byClient.computeIfAbsent(result.client(), (client) -> new ArrayList<>()).add(result.measurement());
		}
		return byClient.entrySet().stream().map((entry) -> new Summary(entry.getKey(), entry.getValue())).toList();
	}

	String client() {
		return this.client;
	}

	Spread cpuMicros() {
		return spread(Measurement::cpuMicros);
	}

	Spread perSecond() {
		return spread(Measurement::perSecond);
	}

	Spread allocatedBytes() {
		return spread(Measurement::allocatedBytes);
	}

	Spread p50Micros() {
		return spread((measurement) -> measurement.p50Nanos() / 1e3);
	}

	Spread p99Micros() {
		return spread((measurement) -> measurement.p99Nanos() / 1e3);
	}

	Spread p999Micros() {
		return spread((measurement) -> measurement.p999Nanos() / 1e3);
	}

	long failed() {
		return this.rounds.stream().mapToLong(Measurement::failed).sum();
	}

	private Spread spread(ToDoubleFunction<Measurement> figure) {
		return Spread.of(this.rounds.stream().mapToDouble(figure).toArray());
	}

}

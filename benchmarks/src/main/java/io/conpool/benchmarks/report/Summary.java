package io.conpool.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import io.conpool.benchmarks.Workload;
import io.conpool.benchmarks.load.Measurement;
import io.conpool.benchmarks.run.Clients;
import io.conpool.benchmarks.run.Result;

/**
 * What all rounds of one client in one workload say together. Immutable.
 */
public final class Summary {

	private final Workload workload;

	private final String client;

	private final List<Measurement> rounds;

	private Summary(List<Result> results) {
		this.workload = results.get(0).workload();
		this.client = results.get(0).client();
		this.rounds = results.stream().map(Result::measurement).toList();
	}

	/**
	 * Puts rounds together.
	 * @param results of any clients and workloads
	 * @return a summary per client and workload, in the order in which they came first
	 */
	public static List<Summary> of(List<Result> results) {
		Map<String, List<Result>> groups = results.stream()
			.collect(Collectors.groupingBy((result) -> result.workload() + " " + result.client(), LinkedHashMap::new,
					Collectors.toList()));
		return groups.values().stream().map(Summary::new).toList();
	}

	/**
	 * What was measured.
	 * @return the workload
	 */
	public Workload workload() {
		return this.workload;
	}

	/**
	 * Who was measured.
	 * @return the client's name
	 */
	public String client() {
		return this.client;
	}

	String title() {
		String title = Clients.title(this.client);
		return this.workload.isBaseline() ? title + ", 1 endpoint" : title;
	}

	/**
	 * What a request costs.
	 * @return microseconds of processor time
	 */
	public Spread cpuMicros() {
		return spread(Measurement::cpuMicros);
	}

	/**
	 * Throughput.
	 * @return requests per second
	 */
	public Spread perSecond() {
		return spread(Measurement::perSecond);
	}

	/**
	 * What a request allocates on the heap.
	 * @return bytes
	 */
	public Spread allocatedBytes() {
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

	Spread pinnedThreads() {
		return spread(Measurement::pinned);
	}

	Spread failures() {
		return spread(Measurement::failed);
	}

	long pinned() {
		return this.rounds.stream().mapToLong(Measurement::pinned).sum();
	}

	long failed() {
		return this.rounds.stream().mapToLong(Measurement::failed).sum();
	}

	private Spread spread(ToDoubleFunction<Measurement> figure) {
		return Spread.of(this.rounds.stream().mapToDouble(figure).toArray());
	}

}

package io.conpool.benchmarks.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.conpool.benchmarks.Workload;
import io.conpool.benchmarks.client.Candidate;
import io.conpool.benchmarks.idle.IdleCosts;
import io.conpool.benchmarks.idle.IdleState;
import io.conpool.benchmarks.run.Clients;
import io.conpool.benchmarks.run.ResultFiles;

/**
 * Everything that was measured. Immutable.
 */
final class Figures {

	private final List<Summary> summaries;

	private final List<IdleCosts> idle;

	private Figures(List<Summary> summaries, List<IdleCosts> idle) {
		this.summaries = summaries;
		this.idle = idle;
	}

	static Figures read(ResultFiles files) throws IOException {
		List<Summary> summaries = new ArrayList<>();
		for (Workload workload : Workload.values()) {
			summaries.addAll(Summary.of(files.read(workload)));
		}
		return new Figures(summaries, files.readIdle());
	}

	/** All clients of a workload, those that it is compared with included. */
	List<Summary> of(Workload workload) {
		return this.summaries.stream()
			.filter((summary) -> summary.workload() == workload || summary.workload() == workload.baseline())
			.toList();
	}

	/** What idle endpoints cost; empty if it was not measured. */
	List<IdleCosts> idle() {
		return this.idle;
	}

	/** The heap that an idle endpoint costs, or NaN if it was not measured. */
	double idleBytes(IdleState state) {
		return this.idle.stream()
			.filter((costs) -> costs.state() == state)
			.mapToDouble(IdleCosts::heapBytes)
			.findFirst()
			.orElse(Double.NaN);
	}

	/** The median of one client, or NaN if it was not measured. */
	double median(Workload workload, String client, Function<Summary, Spread> figure) {
		return at(workload).filter((summary) -> summary.client().equals(client))
			.map(figure)
			.mapToDouble(Spread::median)
			.findFirst()
			.orElse(Double.NaN);
	}

	/** The least median of all peers in Java, or NaN if none was measured. */
	double least(Workload workload, Function<Summary, Spread> figure) {
		return at(workload).filter((summary) -> isPeer(summary.client()))
			.map(figure)
			.mapToDouble(Spread::median)
			.min()
			.orElse(Double.NaN);
	}

	private Stream<Summary> at(Workload workload) {
		return this.summaries.stream().filter((summary) -> summary.workload() == workload);
	}

	private static boolean isPeer(String client) {
		return !client.equals(Clients.H2LOAD) && !Candidate.of(client).isConpool();
	}

}

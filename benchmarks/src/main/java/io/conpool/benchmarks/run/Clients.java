package io.conpool.benchmarks.run;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.conpool.benchmarks.Workload;
import io.conpool.benchmarks.client.Candidate;

/**
 * Who takes part in what: every {@link Candidate}, and h2load. Stateless.
 */
public final class Clients {

	/** Name of h2load. */
	public static final String H2LOAD = "h2load";

	private Clients() {
	}

	/**
	 * Those that can take part in a workload.
	 * @param workload the workload
	 * @return their names
	 */
	public static List<String> of(Workload workload) {
		Stream<String> h2load = H2load.can(workload) ? Stream.of(H2LOAD) : Stream.empty();
		Stream<String> candidates = Arrays.stream(Candidate.values())
			.filter((candidate) -> candidate.takesPartIn(workload))
			.map(Candidate::id);
		return Stream.concat(h2load, candidates).toList();
	}

	/**
	 * The name for tables and pictures.
	 * @param client a name as in results
	 * @return the title
	 */
	public static String title(String client) {
		return client.equals(H2LOAD) ? "h2load (C)" : Candidate.of(client).title();
	}

}

package io.conpool.benchmarks.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.conpool.benchmarks.Workload;
import io.conpool.benchmarks.client.Candidate;
import io.conpool.benchmarks.report.MarkdownTable;
import io.conpool.benchmarks.report.Summary;
import io.conpool.benchmarks.run.Runner;

/**
 * Measures a few workloads for Conpool H2 and one peer in turn, and compares with figures
 * that were kept: what a request costs in relation to the peer, since machines differ,
 * and what it allocates. Immutable.
 */
public final class Guard {

	private static final List<Workload> WORKLOADS = List.of(Workload.W1, Workload.W3, Workload.W4, Workload.W6);

	private static final Candidate PEER = Candidate.VERTX;

	private static final double TOLERANCE = 1.2;

	private final Path file;

	/**
	 * Makes a guard.
	 * @param file the figures that were kept, a line {@code name,figure} for each
	 */
	public Guard(Path file) {
		this.file = file;
	}

	/**
	 * Measures, and keeps the figures.
	 * @param runner measures
	 * @return true
	 * @throws IOException if they cannot be written
	 */
	public boolean update(Runner runner) throws IOException {
		List<String> lines = new ArrayList<>();
		measure(runner).forEach((name, figure) -> lines.add(name + "," + String.format(Locale.ROOT, "%.3f", figure)));
		Files.write(this.file, lines);
		return true;
	}

	/**
	 * Measures, and compares with the figures that were kept.
	 * @param runner measures
	 * @return whether none is worse by more than a fifth
	 * @throws IOException if they cannot be read
	 */
	public boolean check(Runner runner) throws IOException {
		Map<String, Double> kept = kept();
		MarkdownTable table = new MarkdownTable(List.of("figure", "kept", "measured", "change", ""));
		boolean passed = true;
		for (Map.Entry<String, Double> figure : measure(runner).entrySet()) {
			double before = kept.getOrDefault(figure.getKey(), Double.NaN);
			double change = figure.getValue() / before;
			boolean worse = !(change <= TOLERANCE);
			passed &= !worse;
			table.row(List.of(figure.getKey(), number("%,.3f", before), number("%,.3f", figure.getValue()),
					number("%+.0f %%", 100 * (change - 1)), worse ? "WORSE" : ""));
		}
		table.lines().forEach(System.out::println);
		return passed;
	}

	private static String number(String format, double value) {
		return String.format(Locale.ROOT, format, value);
	}

	private Map<String, Double> kept() throws IOException {
		Map<String, Double> figures = new LinkedHashMap<>();
		try (Stream<String> lines = Files.lines(this.file)) {
			lines.map((line) -> line.split(",", -1))
				.forEach((cells) -> figures.put(cells[0], Double.valueOf(cells[1])));
		}
		return figures;
	}

	private static Map<String, Double> measure(Runner runner) {
		Map<String, Double> figures = new LinkedHashMap<>();
		for (Workload workload : WORKLOADS) {
			List<Candidate> ours = Stream.of(Candidate.CONPOOL, Candidate.CONPOOL_IN_PLACE)
				.filter((candidate) -> candidate.takesPartIn(workload))
				.toList();
			List<String> clients = Stream.concat(ours.stream(), Stream.of(PEER)).map(Candidate::id).toList();
			List<Summary> summaries = Summary.of(runner.run(workload, clients));
			double peer = summary(summaries, PEER).cpuMicros().median();
			for (Candidate candidate : ours) {
				Summary summary = summary(summaries, candidate);
				String name = workload + " " + candidate.id();
				figures.put(name + " CPU / " + PEER.id(), summary.cpuMicros().median() / peer);
				figures.put(name + " bytes allocated", summary.allocatedBytes().median());
			}
		}
		return figures;
	}

	private static Summary summary(List<Summary> summaries, Candidate candidate) {
		return summaries.stream()
			.filter((summary) -> summary.client().equals(candidate.id()))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(candidate.id() + " was not measured"));
	}

}

package io.conpool.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.conpool.benchmarks.Workload;
import io.conpool.benchmarks.client.Candidate;
import io.conpool.benchmarks.run.Clients;
import io.conpool.benchmarks.run.ResultFiles;

/**
 * Writes what was measured into {@code docs/performance.md}, between its markers, and
 * into the pictures beside it. Immutable.
 */
public final class PerformancePage {

	private static final List<Workload> DRAWN = List.of(Workload.W1, Workload.W2, Workload.W3, Workload.W4, Workload.W6,
			Workload.W6_VIRTUAL, Workload.W8_REST, Workload.W8_WEB);

	private final Path documents;

	/**
	 * Makes the writer.
	 * @param documents the directory {@code docs}
	 */
	public PerformancePage(Path documents) {
		this.documents = documents;
	}

	/**
	 * Writes all of it.
	 * @param files what was measured
	 * @throws IOException if a file cannot be read or written
	 */
	public void write(ResultFiles files) throws IOException {
		Figures figures = Figures.read(files);
		Path page = this.documents.resolve("performance.md");
		List<String> lines = Files.readAllLines(page);
		lines = replaced(lines, "environment", files.environment().stream().map((line) -> "- " + line).toList());
		lines = replaced(lines, "goals", GoalTable.of(figures));
		lines = replaced(lines, "results", results(figures));
		Files.write(page, lines);
		Path images = Files.createDirectories(this.documents.resolve("images"));
		Files.write(images.resolve("cpu-per-request.svg"), Picture.of(costs(figures)));
		Files.write(images.resolve("latency.svg"), Picture.of(latencies(figures)));
	}

	private static List<String> replaced(List<String> lines, String name, List<String> content) {
		int start = lines.indexOf("<!-- " + name + ":start -->");
		int end = lines.indexOf("<!-- " + name + ":end -->");
		List<String> result = new ArrayList<>(lines.subList(0, start + 1));
		result.add("");
		result.addAll(content);
		result.add("");
		result.addAll(lines.subList(end, lines.size()));
		return result;
	}

	private static List<String> results(Figures figures) {
		List<String> lines = new ArrayList<>();
		for (Workload workload : Workload.values()) {
			List<Summary> summaries = figures.of(workload);
			if (!workload.isBaseline() && !summaries.isEmpty()) {
				lines.add("### " + workload.title() + ": " + workload.description());
				lines.add("");
				lines.addAll(ResultTable.of(workload, summaries));
				lines.add("");
			}
		}
		if (!figures.idle().isEmpty()) {
			lines.add("### W9: 10,000 idle endpoints");
			lines.add("");
			lines.addAll(IdleTable.of(figures.idle()));
		}
		return lines;
	}

	private static List<BarChart> costs(Figures figures) {
		return DRAWN.stream()
			.map((workload) -> chart(figures, workload, workload.title() + ": " + workload.description(),
					"CPU per request, us: median, least to most", Summary::cpuMicros))
			.toList();
	}

	private static List<BarChart> latencies(Figures figures) {
		return List.of(
				chart(figures, Workload.W7, "W7: " + Workload.W7.description(), "latency, us: median of p50",
						Summary::p50Micros),
				chart(figures, Workload.W7, "W7: " + Workload.W7.description(), "latency, us: median of p99",
						Summary::p99Micros));
	}

	private static BarChart chart(Figures figures, Workload workload, String title, String unit,
			Function<Summary, Spread> figure) {
		BarChart chart = new BarChart(title, unit);
		for (Summary summary : figures.of(workload)) {
			chart.add(summary.title(), figure.apply(summary), colour(summary.client()));
		}
		return chart;
	}

	private static String colour(String client) {
		if (client.equals(Clients.H2LOAD)) {
			return "#999999";
		}
		return Candidate.of(client).isConpool() ? "#d9541e" : "#4a7db5";
	}

}

package io.conpool.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.conpool.benchmarks.Workload;

/**
 * The table of one workload, the cheapest client first. Stateless.
 */
public final class ResultTable {

	private ResultTable() {
	}

	/**
	 * Writes the table.
	 * @param workload what was measured
	 * @param summaries of its clients
	 * @return lines of Markdown
	 */
	public static List<String> of(Workload workload, List<Summary> summaries) {
		boolean open = workload.pace() == Workload.Pace.OPEN;
		boolean virtual = workload.pace() == Workload.Pace.VIRTUAL_THREADS;
		List<String> header = new ArrayList<>(List.of("client", "CPU us per request", "bytes allocated"));
		header.addAll(open ? List.of("p50 us", "p99 us", "p99.9 us") : List.of("requests per second"));
		header.add("failed");
		if (virtual) {
			header.add("threads pinned");
		}
		MarkdownTable table = new MarkdownTable(header);
		summaries.stream()
			.sorted(Comparator.comparingDouble((summary) -> summary.cpuMicros().median()))
			.forEach((summary) -> table.row(row(summary, open, virtual)));
		return table.lines();
	}

	private static List<String> row(Summary summary, boolean open, boolean virtual) {
		List<String> row = new ArrayList<>();
		row.add(summary.title());
		row.add(summary.cpuMicros().toString());
		row.add(Spread.figure(summary.allocatedBytes().median()));
		if (open) {
			row.add(summary.p50Micros().toString());
			row.add(summary.p99Micros().toString());
			row.add(summary.p999Micros().toString());
		}
		else {
			row.add(summary.perSecond().toString());
		}
		row.add(Long.toString(summary.failed()));
		if (virtual) {
			row.add(Long.toString(summary.pinned()));
		}
		return row;
	}

}

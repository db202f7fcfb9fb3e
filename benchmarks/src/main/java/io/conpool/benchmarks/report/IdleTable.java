package io.conpool.benchmarks.report;

import java.util.List;

import io.conpool.benchmarks.idle.IdleCosts;

/**
 * What idle endpoints cost. Stateless.
 */
public final class IdleTable {

	private IdleTable() {
	}

	/**
	 * Writes the table.
	 * @param costs a line for each state
	 * @return lines of Markdown
	 */
	public static List<String> of(List<IdleCosts> costs) {
		MarkdownTable table = new MarkdownTable(
				List.of("an endpoint", "bytes of heap", "direct bytes", "CPU us per second, all 10,000"));
		costs.forEach((cost) -> table.row(List.of(cost.state().title(), Spread.figure(cost.heapBytes()),
				Spread.figure(cost.directBytes()), Spread.figure(cost.cpuMicros()))));
		return table.lines();
	}

}

package io.conpool.benchmarks.report;

import java.util.List;
import java.util.Locale;

import io.conpool.benchmarks.client.Candidate;

/**
 * The goals and how far they are met, with callbacks as they come and in place.
 * Stateless.
 */
final class GoalTable {

	private GoalTable() {
	}

	static List<String> of(Figures figures) {
		MarkdownTable table = new MarkdownTable(List.of("workload", "goal", "as it comes", "in place", "met"));
		for (Goal goal : Goal.all()) {
			double asItComes = goal.measured(figures, Candidate.CONPOOL);
			double inPlace = goal.measured(figures, Candidate.CONPOOL_IN_PLACE);
			table.row(List.of(goal.workload().title(), goal.text(), figure(asItComes), figure(inPlace),
					met(goal, asItComes, inPlace)));
		}
		return table.lines();
	}

	private static String figure(double measured) {
		return !Double.isFinite(measured) ? "-"
				: String.format(Locale.ROOT, "%,." + (measured < 100 ? 2 : 0) + "f", measured);
	}

	private static String met(Goal goal, double asItComes, double inPlace) {
		if (!Double.isFinite(asItComes)) {
			return "-";
		}
		if (goal.isMet(asItComes)) {
			return "yes";
		}
		return goal.isMet(inPlace) ? "in place" : "no";
	}

}

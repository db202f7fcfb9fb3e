package io.conpool.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Charts in two columns, as one SVG document. Stateless.
 */
final class Picture {

	private static final int COLUMNS = 2;

	private Picture() {
	}

	static List<String> of(List<BarChart> charts) {
		List<String> body = new ArrayList<>();
		int top = 0;
		for (int first = 0; first < charts.size(); first += COLUMNS) {
			List<BarChart> row = charts.subList(first, Math.min(first + COLUMNS, charts.size()));
			for (int column = 0; column < row.size(); column++) {
				body.addAll(row.get(column).draw(column * BarChart.WIDTH, top));
			}
			top += row.stream().mapToInt(BarChart::height).max().orElse(0);
		}
		int width = BarChart.WIDTH * Math.min(COLUMNS, charts.size());
		List<String> lines = new ArrayList<>();
		lines.add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\">"
			.formatted(width, top));
		lines.add(
				"<style>text{font:12px sans-serif;fill:#222}.title{font-weight:bold}.label{text-anchor:end}.unit{fill:#666}.range{stroke:#222}</style>");
		lines.add("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>".formatted(width, top));
		lines.addAll(body);
		lines.add("</svg>");
		return lines;
	}

}

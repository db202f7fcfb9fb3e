package io.conpool.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars in SVG, the shortest first: the median of each, a line from the least
 * to the most, and the figure. Confined to one thread.
 */
final class BarChart {

	static final int WIDTH = 560;

	private static final int HEAD = 44;

	private static final int ROW = 22;

	private static final int LABELS = 200;

	private static final int FIGURES = 70;

	private final String title;

	private final String unit;

	private final List<Bar> bars = new ArrayList<>();

	BarChart(String title, String unit) {
		this.title = title;
		this.unit = unit;
	}

	void add(String label, Spread spread, String colour) {
		this.bars.add(new Bar(label, spread, colour));
	}

	int height() {
		return HEAD + ROW * this.bars.size() + ROW;
	}

	/** Draws it with its upper left corner at a place. */
	List<String> draw(int x, int y) {
		List<String> lines = new ArrayList<>();
		lines.add("<g transform=\"translate(%d %d)\">".formatted(x, y));
		lines.add("<text x=\"8\" y=\"18\" font-weight=\"bold\">%s</text>".formatted(escaped(this.title)));
		lines.add("<text x=\"8\" y=\"34\" class=\"unit\">%s</text>".formatted(escaped(this.unit)));
		double longest = this.bars.stream().mapToDouble((bar) -> bar.spread.max()).max().orElse(1);
		double scale = (WIDTH - LABELS - FIGURES) / longest;
		List<Bar> sorted = this.bars.stream()
			.sorted((one, other) -> Double.compare(one.spread.median(), other.spread.median()))
			.toList();
		for (int i = 0; i < sorted.size(); i++) {
			lines.addAll(sorted.get(i).draw(HEAD + ROW * i, scale));
		}
		lines.add("</g>");
		return lines;
	}

	private static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;");
	}

	private record Bar(String label, Spread spread, String colour) {

		List<String> draw(int top, double scale) {
			double end = LABELS + this.spread.median() * scale;
			double most = LABELS + this.spread.max() * scale;
			int middle = top + ROW / 2;
			return List.of(
					"<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
						.formatted(LABELS - 8, middle + 4, escaped(this.label)),
					rectangle(top + 4, this.spread.median() * scale),
					"<path d=\"M%s %dH%s\" class=\"range\"/>".formatted(place(LABELS + this.spread.min() * scale),
							middle, place(most)),
					"<text x=\"%s\" y=\"%d\">%s</text>".formatted(place(Math.max(end, most) + 6), middle + 4,
							Spread.figure(this.spread.median())));
		}

		private String rectangle(int top, double width) {
			return "<rect x=\"%d\" y=\"%d\" width=\"%s\" height=\"%d\" fill=\"%s\"/>".formatted(LABELS, top,
					place(width), ROW - 8, this.colour);
		}

		private static String place(double at) {
			return String.format(Locale.ROOT, "%.1f", at);
		}

	}

}

package io.conpool.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Horizontal bars in SVG, the shortest first: the median of each, a line from the least
 * to the most, and the figure. Confined to one thread.
 */
final class BarChart {

	static final int WIDTH = 640;

	private static final int HEAD = 44;

	private static final int ROW = 22;

	private static final int LABELS = 270;

	private static final int FIGURES = 70;

	// For what lies above the longest median; what lies far above it is cut off
	private static final double ROOM = 1.25;

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
		lines.add("<text x=\"8\" y=\"18\" class=\"title\">%s</text>".formatted(escaped(this.title)));
		lines.add("<text x=\"8\" y=\"34\" class=\"unit\">%s</text>".formatted(escaped(this.unit)));
		double longest = this.bars.stream()
			.mapToDouble((bar) -> bar.spread.median())
			.filter(Double::isFinite)
			.max()
			.orElse(1);
		double scale = (WIDTH - LABELS - FIGURES) / longest / ROOM;
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
			int middle = top + ROW / 2;
			double end = place(this.spread.median(), scale);
			double most = place(this.spread.max(), scale);
			List<String> lines = new ArrayList<>();
			lines.add(text(LABELS - 8, middle, "class=\"label\"", escaped(this.label)));
			lines.add("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>".formatted(LABELS, top + 4,
					end - LABELS, ROW - 8, this.colour));
			lines.add("<path d=\"M%.1f %dH%.1f\" class=\"range\"/>".formatted(place(this.spread.min(), scale), middle,
					most));
			lines.add(text(Math.max(end, most) + 6, middle, "", Spread.figure(this.spread.median())));
			return lines;
		}

		private static String text(double x, int middle, String attributes, String content) {
			return "<text x=\"%.0f\" y=\"%d\" %s>%s</text>".formatted(x, middle + 4, attributes, content);
		}

		private static double place(double value, double scale) {
			return Math.min(LABELS + value * scale, WIDTH - FIGURES);
		}

	}

}

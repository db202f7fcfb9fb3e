package io.conpool.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A table in Markdown whose columns are as wide as what stands in them, so that it can be
 * read as text, too; numbers stand to the right. Confined to one thread.
 */
public final class MarkdownTable {

	// Or that there is none
	private static final Pattern NUMBER = Pattern.compile("[-+]?\\d|-$");

	private final List<List<String>> rows = new ArrayList<>();

	/**
	 * Begins a table.
	 * @param header names of the columns
	 */
	public MarkdownTable(List<String> header) {
		this.rows.add(header);
	}

	/**
	 * Adds a row.
	 * @param cells one for each column
	 */
	public void row(List<String> cells) {
		this.rows.add(cells);
	}

	/**
	 * The table as it stands.
	 * @return lines of Markdown
	 */
	public List<String> lines() {
		int columns = this.rows.get(0).size();
		int[] widths = new int[columns];
		boolean[] numbers = new boolean[columns];
		for (List<String> row : this.rows) {
			for (int i = 0; i < columns; i++) {
				widths[i] = Math.max(widths[i], row.get(i).length());
			}
		}
		for (int i = 0; i < columns; i++) {
			int column = i;
			numbers[i] = this.rows.stream().skip(1).allMatch((row) -> NUMBER.matcher(row.get(column)).lookingAt());
		}
		List<String> lines = new ArrayList<>();
		for (List<String> row : this.rows) {
			StringBuilder line = new StringBuilder("|");
			for (int i = 0; i < columns; i++) {
				line.append(' ').append(padded(row.get(i), widths[i], numbers[i])).append(" |");
			}
			lines.add(line.toString());
			if (lines.size() == 1) {
				lines.add(rule(widths, numbers));
			}
		}
		return lines;
	}

	private static String padded(String cell, int width, boolean rightAligned) {
		String padding = " ".repeat(width - cell.length());
		return rightAligned ? padding + cell : cell + padding;
	}

	private static String rule(int[] widths, boolean[] numbers) {
		StringBuilder line = new StringBuilder("|");
		for (int i = 0; i < widths.length; i++) {
			line.append(numbers[i] ? "-".repeat(widths[i] + 1) + ":|" : "-".repeat(widths[i] + 2) + "|");
		}
		return line.toString();
	}

}

package io.conpool.benchmarks.idle;

import java.util.Locale;

/**
 * What idle endpoints cost.
 *
 * @param state what is left of each
 * @param heapBytes of each, once what is not reachable was collected
 * @param directBytes of each, outside the heap
 * @param cpuMicros of all 10,000 in a second
 */
public record IdleCosts(IdleState state, double heapBytes, double directBytes, double cpuMicros) {

	/** Names of the values in the order of a line. */
	public static final String COLUMNS = "state,heap_bytes,direct_bytes,cpu_micros";

	/**
	 * Reads what {@link #asLine()} has written.
	 * @param line the values
	 * @return the costs
	 */
	public static IdleCosts parse(String line) {
		String[] cells = line.split(",", -1);
		return new IdleCosts(IdleState.valueOf(cells[0]), Double.parseDouble(cells[1]), Double.parseDouble(cells[2]),
				Double.parseDouble(cells[3]));
	}

	/**
	 * The values in the order of {@link #COLUMNS}.
	 * @return one line
	 */
	public String asLine() {
		return String.format(Locale.ROOT, "%s,%.0f,%.0f,%.0f", this.state, this.heapBytes, this.directBytes,
				this.cpuMicros);
	}

}

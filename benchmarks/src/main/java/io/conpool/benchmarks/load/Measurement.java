package io.conpool.benchmarks.load;

import java.util.Arrays;

import org.HdrHistogram.Histogram;

/**
 * What one stretch of load has cost.
 *
 * @param nanos how long it was
 * @param completed requests that were answered as they should
 * @param failed requests that were not
 * @param cpuNanos time of the client's process on a processor
 * @param allocated bytes allocated on the heap, or -1 if that is not known
 * @param p50Nanos latency that half of the requests did not exceed, or 0 if that was not
 * measured
 * @param p99Nanos the same for 99 of 100
 * @param p999Nanos the same for 999 of 1,000
 * @param maxNanos the longest
 * @param pinned how often a virtual thread could not let go of its carrier, or 0 where
 * there are none
 */
public record Measurement(long nanos, long completed, long failed, long cpuNanos, long allocated, long p50Nanos,
		long p99Nanos, long p999Nanos, long maxNanos, long pinned) {

	/** Names of the values in the order of a line. */
	public static final String COLUMNS = "nanos,completed,failed,cpu_nanos,allocated,p50_nanos,p99_nanos,p999_nanos,max_nanos,pinned";

	static Measurement of(Costs used, long completed, long failed, Histogram latencies, long pinned) {
		return new Measurement(used.nanos(), completed, failed, used.cpuNanos(), used.allocated(),
				latencies.getValueAtPercentile(50), latencies.getValueAtPercentile(99),
				latencies.getValueAtPercentile(99.9), latencies.getMaxValue(), pinned);
	}

	/**
	 * Reads what {@link #asLine()} has written.
	 * @param line the values
	 * @return the measurement
	 */
	public static Measurement parse(String line) {
		long[] values = Arrays.stream(line.split(",", -1)).mapToLong(Long::parseLong).toArray();
		return new Measurement(values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7],
				values[8], values[9]);
	}

	/**
	 * The values in the order of {@link #COLUMNS}.
	 * @return one line
	 */
	public String asLine() {
		return "%d,%d,%d,%d,%d,%d,%d,%d,%d,%d".formatted(this.nanos, this.completed, this.failed, this.cpuNanos,
				this.allocated, this.p50Nanos, this.p99Nanos, this.p999Nanos, this.maxNanos, this.pinned);
	}

	/**
	 * Throughput.
	 * @return requests per second
	 */
	public double perSecond() {
		return this.completed * 1e9 / this.nanos;
	}

	/**
	 * What a request costs.
	 * @return microseconds of processor time; infinity if none was completed
	 */
	public double cpuMicros() {
		return this.cpuNanos / 1e3 / this.completed;
	}

	/**
	 * What a request allocates.
	 * @return bytes, or NaN if that is not known
	 */
	public double allocatedBytes() {
		return (this.allocated < 0) ? Double.NaN : (double) this.allocated / this.completed;
	}

}

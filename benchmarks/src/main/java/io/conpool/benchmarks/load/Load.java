package io.conpool.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * Requests without end, until it is stopped.
 */
interface Load {

	/** Begins to send. */
	void start();

	/** Begins no further request, and waits until those under way have ended. */
	void stop() throws InterruptedException;

	/** Requests that were answered as they should, so far. */
	long completed();

	/** Requests that were not, so far. */
	long failed();

	/**
	 * Latencies in nanoseconds since this was last asked for.
	 * @return empty where they are not measured
	 */
	default Histogram latencies() {
		return new Histogram(3);
	}

}

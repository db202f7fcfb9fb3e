package io.conpool.benchmarks.run;

import io.conpool.benchmarks.load.Measurement;

/**
 * A client that takes part in a workload.
 */
interface Participant extends AutoCloseable {

	/** Name in the results. */
	String id();

	/** Puts load on it. */
	Measurement measure(long millis);

	/** Whether what it does at first says nothing about later. */
	boolean needsWarmUp();

	@Override
	void close();

}

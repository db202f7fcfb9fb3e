package io.conpool.benchmarks.run;

import io.conpool.benchmarks.Workload;
import io.conpool.benchmarks.load.Measurement;

/**
 * A client that takes part in a workload.
 */
interface Participant extends AutoCloseable {

	/** What is asked of it. */
	Workload workload();

	/** Its name in the results. */
	String client();

	/** Puts load on it. */
	Measurement measure(long millis);

	/** Whether what it does at first says nothing about later. */
	boolean needsWarmUp();

	/** Load comes that is not measured. */
	default void beginWarmUp() {
	}

	/** What is measured comes next. */
	default void endWarmUp() {
	}

	@Override
	void close();

}

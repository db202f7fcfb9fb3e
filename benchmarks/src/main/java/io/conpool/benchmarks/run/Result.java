package io.conpool.benchmarks.run;

import io.conpool.benchmarks.Workload;
import io.conpool.benchmarks.load.Measurement;

/**
 * One round of one client.
 *
 * @param workload what was measured
 * @param client whose name
 * @param round counted from 0
 * @param measurement what came out
 */
public record Result(Workload workload, String client, int round, Measurement measurement) {
}

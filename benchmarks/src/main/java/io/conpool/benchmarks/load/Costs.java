package io.conpool.benchmarks.load;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What this process has used so far.
 *
 * @param nanos the time
 * @param cpuNanos time on a processor, of all threads, in user and kernel mode
 * @param allocated bytes allocated on the heap, by all threads that have ever been
 */
record Costs(long nanos, long cpuNanos, long allocated) {

	private static final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	static Costs now() {
		return new Costs(System.nanoTime(), system.getProcessCpuTime(), NewerJdk.totalAllocatedBytes(threads));
	}

	Costs since(Costs earlier) {
		return new Costs(this.nanos - earlier.nanos, this.cpuNanos - earlier.cpuNanos,
				this.allocated - earlier.allocated);
	}

}

package io.conpool.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import jdk.jfr.consumer.RecordingStream;

/**
 * Counts how often a virtual thread could not let go of its carrier while it waited, as
 * the JVM tells. It tells once in a second, so a count may belong to the time just before
 * the last. Safe for use by several threads.
 */
final class PinnedThreads {

	private static final String EVENT = "jdk.VirtualThreadPinned";

	private final AtomicLong count = new AtomicLong();

	private PinnedThreads() {
	}

	static PinnedThreads watch(boolean wanted) {
		PinnedThreads threads = new PinnedThreads();
		if (wanted) {
			RecordingStream events = new RecordingStream();
			events.enable(EVENT).withThreshold(Duration.ZERO).withoutStackTrace();
			events.onEvent(EVENT, (event) -> threads.count.incrementAndGet());
			events.startAsync();
		}
		return threads;
	}

	long sinceLastTime() {
		return this.count.getAndSet(0);
	}

}

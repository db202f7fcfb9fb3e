package io.conpool.wire;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.conpool.H2Client;
import io.conpool.pool.PoolStats;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long tests of endurance run, and what must be true after them. Stateless.
 */
final class Endurance {

	// Only a leak takes as long.
	private static final Duration BOUND = Duration.ofSeconds(15);

	private Endurance() {
	}

	/** The length of a long run, set by the Maven profile of the same name; else 0. */
	static int seconds() {
		return Integer.getInteger("conpool.endurance.seconds", 0);
	}

	/** Prints figures, which are what such a run is for. */
	static void report(String figures) {
		System.out.println(figures);
	}

	/** The client is closed: its counters return to zero, and its threads end. */
	static void assertNothingIsLeft(H2Client client) {
		await(() -> client.stats().values().stream().allMatch(Endurance::isEmpty));
		assertThat(client.stats().values()).allMatch(Endurance::isEmpty);
		await(() -> threads() == 0);
		assertThat(Thread.getAllStackTraces().keySet())
			.noneMatch((thread) -> thread.getName().startsWith("conpool-h2-"));
	}

	private static boolean isEmpty(PoolStats stats) {
		long closed = stats.closed().values().stream().mapToLong(Long::longValue).sum();
		return stats.active() == 0 && stats.idle() == 0 && stats.draining() == 0 && stats.connecting() == 0
				&& stats.openStreams() == 0 && stats.waiters() == 0 && stats.created() == closed;
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("conpool-h2-"))
			.count();
	}

	private static void await(BooleanSupplier condition) {
		long end = System.nanoTime() + BOUND.toNanos();
		while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
			LockSupport.parkNanos(5_000_000);
		}
	}

}

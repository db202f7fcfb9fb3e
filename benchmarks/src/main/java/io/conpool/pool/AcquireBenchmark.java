package io.conpool.pool;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.conpool.endpoint.Endpoint;
import io.conpool.time.Scheduler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Acquire and release, without a network.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AcquireBenchmark {

	private final Endpoint endpoint = Endpoint.of(URI.create("http://localhost/"));

	private final Conpool<Object> roomy = pool(1_000);

	private final Conpool<Object> full = pool(1);

	private Lease<Object> only = this.full.acquire(this.endpoint).join();

	private static Conpool<Object> pool(int capacity) {
		PoolConfig config = PoolConfig.builder().maxConnections(1).build();
		return new Conpool<>(new OneConnection(capacity), config, new StillClock(), new PoolListener() {
		});
	}

	/** A connection has room. */
	@Benchmark
	public void withRoom() {
		this.roomy.acquire(this.endpoint).join().release();
	}

	/** A connection has room, and two threads want some of it. */
	@Benchmark
	@Threads(2)
	public void withRoomByTwoThreads() {
		this.roomy.acquire(this.endpoint).join().release();
	}

	/** No connection has room: somebody waits until somebody else releases. */
	@Benchmark
	public void afterWaiting() {
		CompletableFuture<Lease<Object>> waiter = this.full.acquire(this.endpoint);
		this.only.release();
		this.only = waiter.join();
	}

	private record OneConnection(int capacity) implements ProtocolHandler<Object> {

		@Override
		public CompletionStage<Object> connect(Endpoint endpoint, ConnectionEvents events) {
			return CompletableFuture.completedFuture("connection");
		}

		@Override
		public AccessMode accessMode(Object state) {
			return new AccessMode.Shared(this.capacity);
		}

		@Override
		public AccessMode assumedAccessMode(Endpoint endpoint) {
			return new AccessMode.Shared(this.capacity);
		}

		@Override
		public boolean isHealthy(Object state) {
			return true;
		}

		@Override
		public CompletionStage<Void> close(Object state) {
			return CompletableFuture.completedFuture(null);
		}

	}

	private static final class StillClock implements Scheduler {

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public Task schedule(Runnable task, Duration delay) {
			return () -> {
			};
		}

	}

}

package io.conpool.jcstress;

import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.endpoint.Endpoint;
import io.conpool.pool.AccessMode;
import io.conpool.pool.ConnectionEvents;
import io.conpool.pool.Conpool;
import io.conpool.pool.Lease;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolListener;
import io.conpool.pool.PoolStats;
import io.conpool.pool.ProtocolHandler;
import io.conpool.time.Scheduler;

/**
 * A pool of one connection of capacity 1, without a network and with a clock that stands
 * still: what was scheduled runs when the test says so.
 *
 * @param <S> the connection
 */
public final class SmallPool<S> implements ProtocolHandler<S>, Scheduler {

	/** Where the connection leads. */
	public static final Endpoint ENDPOINT = Endpoint.of(URI.create("http://localhost/"));

	private static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(7);

	private final CompletableFuture<S> connected;

	private final AtomicInteger released = new AtomicInteger();

	private final Queue<Runnable> acquireTimeouts = new ConcurrentLinkedQueue<>();

	private final Conpool<S> pool;

	/**
	 * Makes a pool.
	 * @param connected the outcome of its dial
	 */
	public SmallPool(CompletableFuture<S> connected) {
		this.connected = connected;
		PoolConfig config = PoolConfig.builder().maxConnections(1).acquireTimeout(ACQUIRE_TIMEOUT).build();
		this.pool = new Conpool<>(this, config, this, new PoolListener() {
		});
	}

	/**
	 * The pool itself.
	 * @return the pool
	 */
	public Conpool<S> pool() {
		return this.pool;
	}

	/**
	 * Asks for the connection.
	 * @return as the pool's method of that name
	 */
	public CompletableFuture<Lease<S>> acquire() {
		return this.pool.acquire(ENDPOINT);
	}

	/** The acquire timeout of all who wait is over. */
	public void timeOutWaiters() {
		this.acquireTimeouts.forEach(Runnable::run);
	}

	/**
	 * How many leases came back.
	 * @return the number
	 */
	public int released() {
		return this.released.get();
	}

	/**
	 * How many leases are out.
	 * @return the number
	 */
	public int leased() {
		return (int) stats().openStreams();
	}

	/**
	 * How many stand in the queue.
	 * @return the number
	 */
	public int waiters() {
		return stats().waiters();
	}

	private PoolStats stats() {
		return this.pool.allStats().get(ENDPOINT);
	}

	@Override
	public CompletionStage<S> connect(Endpoint endpoint, ConnectionEvents events) {
		return this.connected;
	}

	@Override
	public AccessMode accessMode(S state) {
		return new AccessMode.Shared(1);
	}

	@Override
	public AccessMode assumedAccessMode(Endpoint endpoint) {
		return new AccessMode.Shared(1);
	}

	@Override
	public boolean isHealthy(S state) {
		return true;
	}

	@Override
	public void onRelease(S state) {
		this.released.incrementAndGet();
	}

	@Override
	public CompletionStage<Void> close(S state) {
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public long nanoTime() {
		return 0;
	}

	@Override
	public Task schedule(Runnable task, Duration delay) {
		if (!delay.equals(ACQUIRE_TIMEOUT)) {
			return () -> {
			};
		}
		this.acquireTimeouts.add(task);
		return () -> this.acquireTimeouts.remove(task);
	}

}

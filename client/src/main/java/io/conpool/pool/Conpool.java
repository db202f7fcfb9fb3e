package io.conpool.pool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections to any number of endpoints, typed by the state of one connection.
 * It lends connections as often at a time as their {@link AccessMode} allows, dials when
 * those that are open do not suffice, queues first come first served when no more may be
 * dialled, and renews what is old, idle or unhealthy. Everything that depends on the
 * protocol it asks its {@link ProtocolHandler}. Safe for use by several threads; no
 * method blocks but {@link #close()}.
 *
 * @param <S> the state of one connection
 */
public final class Conpool<S> implements AutoCloseable {

	private final ConcurrentMap<Endpoint, EndpointPool<S>> endpoints = new ConcurrentHashMap<>();

	private final PoolContext<S> context;

	private final Housekeeper<S> housekeeper;

	private final Scheduler.Task ending;

	// Set once, by the first close.
	private final AtomicReference<@Nullable CompletableFuture<Void>> closing = new AtomicReference<>();

	/**
	 * Makes an empty pool; nothing is dialled before somebody acquires.
	 * @param handler asked for everything that depends on the protocol; not closed with
	 * the pool
	 * @param config how the pool behaves
	 * @param scheduler gives the time and runs what is due; not closed with the pool, but
	 * the pool closes when it stops
	 * @param listener told what the pool does
	 */
	public Conpool(ProtocolHandler<S> handler, PoolConfig config, Scheduler scheduler, PoolListener listener) {
		this.context = new PoolContext<>(handler, config, scheduler, listener,
				() -> ThreadLocalRandom.current().nextDouble());
		this.housekeeper = new Housekeeper<>(this.context, this.endpoints);
		this.housekeeper.start();
		this.ending = scheduler.onStop(this::end);
	}

	/**
	 * Asks for a lease of a connection to the endpoint.
	 * @param endpoint where to
	 * @return completes with the lease, on the calling thread if a connection has room,
	 * else on the thread that made room; or with an
	 * {@link io.conpool.error.H2ClientException H2ClientException}:
	 * {@link H2Error.AcquireTimeout}, {@link H2Error.PoolLimitReached},
	 * {@link H2Error.ClientClosed}, or the failure of the last dial when no connection is
	 * left to wait for. Cancelling it leaves the queue at once. What depends on it must
	 * not block: it would hold up the whole endpoint
	 */
	public CompletableFuture<Lease<S>> acquire(Endpoint endpoint) {
		return acquire(endpoint, null);
	}

	/**
	 * Asks for a lease as {@link #acquire(Endpoint)} does, preferably of another
	 * connection than one that has just been of no use.
	 * @param endpoint where to
	 * @param avoid the state of a connection that is taken only if no other has room at
	 * once, or null
	 * @return as {@link #acquire(Endpoint)}
	 */
	public CompletableFuture<Lease<S>> acquire(Endpoint endpoint, @Nullable S avoid) {
		return acquire(endpoint, avoid, this.context.config().acquireTimeout());
	}

	/**
	 * Asks for a lease as {@link #acquire(Endpoint)} does, for somebody who can do
	 * nothing with it after a while. Where it is certain that none can be had by then,
	 * since dials have failed and the next one begins too late, it is refused at once.
	 * @param endpoint where to
	 * @param avoid the state of a connection that is taken only if no other has room at
	 * once, or null
	 * @param within after this time a lease is of no use, more than 0. It does not end
	 * the wait: the acquire timeout does, or the asker by cancelling
	 * @return as {@link #acquire(Endpoint)}; refused with the error of the last attempt
	 * to connect
	 */
	public CompletableFuture<Lease<S>> acquire(Endpoint endpoint, @Nullable S avoid, Duration within) {
		Duration acquireTimeout = this.context.config().acquireTimeout();
		Duration useful = (within.compareTo(acquireTimeout) < 0) ? within : acquireTimeout;
		while (true) {
			if (this.closing.get() != null) {
				return CompletableFuture.failedFuture(new H2Error.ClientClosed().asException());
			}
			Waiter<S> waiter = endpointPool(endpoint).acquire(avoid, useful);
			if (waiter != null) {
				return waiter;
			}
			// The housekeeper is about to forget this endpoint; its listeners hear of the
			// old one first.
			Thread.onSpinWait();
		}
	}

	/**
	 * Makes the connections that are to be kept up for an endpoint,
	 * {@link PoolConfig#minConnections()}, or one if there are none to be kept up, before
	 * anybody asks. From then on the endpoint is not forgotten, and the connections that
	 * it loses are dialled again in the background, with the pauses that follow failures.
	 * @param endpoint where to
	 * @return completes when the connections stand, with every handshake done; or, when a
	 * dial has failed with its repetitions and no other is under way, with its
	 * {@link io.conpool.error.H2ClientException H2ClientException}: then the pool goes on
	 * trying by itself if connections are to be kept up, and another call waits for that.
	 * What depends on it must not block
	 */
	public CompletionStage<Void> warmUp(Endpoint endpoint) {
		CompletableFuture<Void> warmed = new CompletableFuture<>();
		while (this.closing.get() == null) {
			if (endpointPool(endpoint).warmUp(warmed)) {
				return warmed;
			}
			Thread.onSpinWait();
		}
		return CompletableFuture.failedFuture(new H2Error.ClientClosed().asException());
	}

	/**
	 * A lease, if a connection has room and nobody waits for one: nothing is dialled,
	 * nobody queued, and nobody told that there is none.
	 * @param endpoint where to
	 * @param avoid the state of a connection that is taken only if no other has room, or
	 * null
	 * @return the lease, or null; then {@link #acquire} waits for one, or says why there
	 * is none
	 */
	public @Nullable Lease<S> tryAcquire(Endpoint endpoint, @Nullable S avoid) {
		EndpointPool<S> pool = this.endpoints.get(endpoint);
		return (pool != null) ? pool.tryAcquire(avoid) : null;
	}

	private EndpointPool<S> endpointPool(Endpoint endpoint) {
		EndpointPool<S> known = this.endpoints.get(endpoint);
		if (known != null) {
			return known;
		}
		EndpointPool<S> created = new EndpointPool<>(endpoint, this.context);
		EndpointPool<S> raced = this.endpoints.putIfAbsent(endpoint, created);
		if (raced != null) {
			return raced;
		}
		this.context.listener().onEndpointAdded(endpoint, created::stats);
		CompletableFuture<Void> closed = this.closing.get();
		if (closed != null) {
			created.close(new CompletableFuture<>());
		}
		return created;
	}

	/**
	 * Uses a connection and gives it back when that has ended, however it ends.
	 * @param <T> what comes of it
	 * @param endpoint where to
	 * @param use what to do with the connection
	 * @return completes as the use does, or fails as {@link #acquire} does
	 */
	public <T> CompletableFuture<T> withConnection(Endpoint endpoint, Function<S, CompletionStage<T>> use) {
		CompletableFuture<Lease<S>> waiter = acquire(endpoint);
		CompletableFuture<T> result = new CompletableFuture<>();
		// Whoever completes the result while it waits has given up waiting.
		result.whenComplete((value, thrown) -> waiter.cancel(false));
		waiter.whenComplete((lease, refused) -> {
			if (lease == null) {
				result.completeExceptionally(refused);
			}
			else if (result.isDone()) {
				lease.release();
			}
			else {
				use(lease, use, result);
			}
		});
		return result;
	}

	private static <S, T> void use(Lease<S> lease, Function<S, CompletionStage<T>> use, CompletableFuture<T> result) {
		try {
			use.apply(lease.state()).whenComplete((value, thrown) -> {
				lease.release();
				if (thrown != null) {
					result.completeExceptionally(thrown);
				}
				else {
					result.complete(value);
				}
			});
		}
		catch (RuntimeException | Error ex) {
			lease.release();
			result.completeExceptionally(ex);
		}
	}

	/**
	 * The numbers of one endpoint.
	 * @param endpoint the endpoint
	 * @return a snapshot, or null for an endpoint that the pool does not keep
	 */
	public @Nullable PoolStats stats(Endpoint endpoint) {
		EndpointPool<S> pool = this.endpoints.get(endpoint);
		return (pool != null) ? pool.stats() : null;
	}

	/**
	 * The numbers of every endpoint that the pool keeps, each a snapshot of its own
	 * moment.
	 * @return the snapshots, sorted by endpoint
	 */
	public Map<Endpoint, PoolStats> allStats() {
		Map<Endpoint, PoolStats> all = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
		this.endpoints.forEach((endpoint, pool) -> all.put(endpoint, pool.stats()));
		return all;
	}

	/**
	 * The connections of one endpoint, those that drain last.
	 * @param endpoint the endpoint
	 * @return a snapshot; empty for an endpoint that the pool does not keep
	 */
	public List<ConnectionView<S>> connections(Endpoint endpoint) {
		EndpointPool<S> pool = this.endpoints.get(endpoint);
		return (pool != null) ? pool.views() : List.of();
	}

	/**
	 * Lends none of the endpoint's present connections any more. Each is closed when its
	 * leases have ended, at the latest after the drain timeout. Those who wait are served
	 * by new ones.
	 * @param endpoint the endpoint
	 * @return whether the pool keeps this endpoint
	 */
	public boolean clear(Endpoint endpoint) {
		EndpointPool<S> pool = this.endpoints.get(endpoint);
		if (pool != null) {
			pool.evictAll(CloseReason.CLEARED);
		}
		return pool != null;
	}

	/**
	 * Clears an endpoint as {@link #clear} does, since it is gone and will not be asked
	 * for any more: no connections are kept up for it, and as soon as the last one is
	 * closed it is forgotten. If it is asked for all the same, it is like any other.
	 * @param endpoint the endpoint
	 * @return whether the pool keeps this endpoint
	 */
	public boolean forget(Endpoint endpoint) {
		EndpointPool<S> pool = this.endpoints.get(endpoint);
		if (pool != null) {
			pool.abandon();
		}
		return pool != null;
	}

	/**
	 * Lends one connection no more, as {@link #clear} does with all of an endpoint: it is
	 * closed when its leases have ended, at the latest after the drain timeout.
	 * @param endpoint where it leads
	 * @param state the connection, known by its identity
	 * @return whether it might have been lent until now; false for one that drains or is
	 * closed already, and for one of another endpoint
	 */
	public boolean evict(Endpoint endpoint, S state) {
		EndpointPool<S> pool = this.endpoints.get(endpoint);
		return pool != null && pool.evict(state, CloseReason.EVICTED);
	}

	/**
	 * How the pool behaves.
	 * @return the configuration
	 */
	public PoolConfig config() {
		return this.context.config();
	}

	/**
	 * Closes the pool without waiting: who waits and who comes is refused with
	 * {@link H2Error.ClientClosed}, leases that are out may go on until the drain
	 * timeout.
	 * @return completes when the last connection is closed; the same stage at every call
	 */
	public CompletionStage<Void> closeAsync() {
		this.ending.cancel();
		return end();
	}

	private CompletionStage<Void> end() {
		CompletableFuture<Void> all = new CompletableFuture<>();
		if (!this.closing.compareAndSet(null, all)) {
			return Objects.requireNonNull(this.closing.get());
		}
		this.housekeeper.stop();
		List<CompletableFuture<Void>> each = this.endpoints.values().stream().map((pool) -> {
			CompletableFuture<Void> closed = new CompletableFuture<>();
			pool.close(closed);
			return closed;
		}).toList();
		this.context.pauses().close();
		CompletableFuture.allOf(each.toArray(CompletableFuture[]::new)).whenComplete((done, thrown) -> {
			this.endpoints.keySet().forEach(this.context.listener()::onEndpointForgotten);
			all.complete(null);
		});
		return all;
	}

	/**
	 * Closes the pool as {@link #closeAsync()} does and waits for it, not much longer
	 * than the drain timeout. An interrupt ends the waiting, not the closing.
	 */
	@Override
	public void close() {
		Duration bound = this.context.config().drainTimeout().plusSeconds(5);
		try {
			closeAsync().toCompletableFuture().get(bound.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// The bound is over: what is still open goes down with the transport.
			return;
		}
	}

}

package io.conpool.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.conpool.endpoint.Endpoint;
import io.conpool.testing.FakeConnection;
import io.conpool.testing.FakeHandler;
import io.conpool.testing.ManualScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads at one pool. What is done is bounded by counts; the clock stands still, so
 * that a wake-up which is lost is not made good by a timeout. The limit of time is only
 * there for that case.
 */
@Timeout(180)
class PoolStressTests {

	private static final int THREADS = 8;

	private static final int ROUNDS = 25_000;

	private static final int CONNECTIONS = 3;

	private final ManualScheduler scheduler = new ManualScheduler();

	private final Map<FakeConnection, AtomicInteger> inUse = new ConcurrentHashMap<>();

	private final AtomicInteger most = new AtomicInteger();

	static Stream<AccessMode> modes() {
		return Stream.of(new AccessMode.Exclusive(), new AccessMode.Shared(2));
	}

	private Conpool<FakeConnection> pool(FakeHandler handler) {
		PoolConfig config = PoolConfig.builder().maxConnections(CONNECTIONS).build();
		return new Conpool<>(handler, config, this.scheduler, new PoolListener() {
		});
	}

	@ParameterizedTest
	@MethodSource("modes")
	void capacityIsNeverExceededAndTheNumbersReturnToZero(AccessMode mode) throws Exception {
		FakeHandler handler = new FakeHandler(mode).connectsAtOnce();
		Conpool<FakeConnection> pool = pool(handler);
		run((thread, round) -> use(pool.acquire(PoolFixture.ENDPOINT).join()));
		assertThat(this.most.get()).isPositive().isLessThanOrEqualTo(mode.capacity());
		assertThat(handler.connections()).hasSizeLessThanOrEqualTo(CONNECTIONS);
		assertNothingIsLeft(pool, handler);
		assertThat(handler.acquired()).isEqualTo(THREADS * ROUNDS);
	}

	@Test
	void cancellingWaitersLoseNoLease() throws Exception {
		FakeHandler handler = new FakeHandler(new AccessMode.Shared(1)).connectsAtOnce();
		Conpool<FakeConnection> pool = pool(handler);
		run((thread, round) -> {
			var waiter = pool.acquire(PoolFixture.ENDPOINT);
			// Every third gives up, mostly while it waits and now and then when it is
			// being served.
			if ((thread + round) % 3 != 0 || !waiter.cancel(false)) {
				use(waiter.join());
			}
		});
		assertThat(this.most.get()).isOne();
		assertNothingIsLeft(pool, handler);
	}

	@Test
	void connectionsThatComeAndGoLoseNoWaiter() throws Exception {
		FakeHandler handler = new FakeHandler(new AccessMode.Shared(2)).connectsAtOnce();
		Conpool<FakeConnection> pool = pool(handler);
		run((thread, round) -> {
			Lease<FakeConnection> lease = pool.acquire(PoolFixture.ENDPOINT).join();
			lease.state().serve();
			if (round % 100 == thread) {
				lease.state().drain(PoolFixture.goAway());
			}
			else if (round % 100 == thread + THREADS) {
				lease.state().peerCloses();
			}
			use(lease);
		});
		assertThat(this.most.get()).isLessThanOrEqualTo(2);
		PoolStats stats = assertNothingIsLeft(pool, handler);
		long closed = stats.closed().values().stream().mapToLong(Long::longValue).sum();
		assertThat(stats.created()).isEqualTo(closed).isEqualTo(handler.connections().size());
		assertThat(handler.connections()).allMatch((connection) -> connection.closeCalls() <= 1);
	}

	@Test
	void endpointsThatAreForgottenMeanwhileLoseNoAcquire() throws Exception {
		FakeHandler handler = new FakeHandler(new AccessMode.Shared(THREADS)).connectsAtOnce();
		Duration moment = Duration.ofNanos(1);
		AtomicInteger added = new AtomicInteger();
		AtomicInteger forgotten = new AtomicInteger();
		PoolConfig config = PoolConfig.builder()
			.idleTime(moment)
			.endpointIdleTime(moment)
			.acquireTimeout(Duration.ofDays(365))
			.build();
		Conpool<FakeConnection> pool = new Conpool<>(handler, config, this.scheduler, new PoolListener() {
			@Override
			public void onEndpointAdded(Endpoint endpoint, Supplier<PoolStats> stats) {
				added.incrementAndGet();
			}

			@Override
			public void onEndpointForgotten(Endpoint endpoint) {
				forgotten.incrementAndGet();
			}
		});
		run((thread, round) -> {
			if (thread == 0) {
				this.scheduler.advance(Duration.ofMillis(50));
			}
			else {
				use(pool.acquire(PoolFixture.ENDPOINT).join());
			}
		});
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(pool.allStats()).isEmpty();
		assertThat(handler.connections()).allMatch(FakeConnection::isGone);
		assertThat(added.get()).isPositive().isEqualTo(forgotten.get());
	}

	private void use(Lease<FakeConnection> lease) {
		AtomicInteger users = this.inUse.computeIfAbsent(lease.state(), (state) -> new AtomicInteger());
		this.most.accumulateAndGet(users.incrementAndGet(), Math::max);
		users.decrementAndGet();
		lease.release();
	}

	private static PoolStats assertNothingIsLeft(Conpool<FakeConnection> pool, FakeHandler handler) {
		assertThat(pool.stats(PoolFixture.ENDPOINT)).returns(0, PoolStats::waiters)
			.returns(0, PoolStats::connecting)
			.returns(0L, PoolStats::openStreams)
			.returns(0, PoolStats::active)
			.returns(0, PoolStats::draining);
		assertThat(handler.acquired()).isEqualTo(handler.released());
		pool.closeAsync();
		assertThat(handler.connections()).allMatch(FakeConnection::isGone);
		PoolStats stats = pool.stats(PoolFixture.ENDPOINT);
		assertThat(stats).returns(0, PoolStats::serving);
		return stats;
	}

	private static void run(Work work) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			CountDownLatch start = new CountDownLatch(1);
			List<Future<?>> all = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				int thread = i;
				all.add(threads.submit(() -> {
					start.await();
					for (int round = 0; round < ROUNDS; round++) {
						work.run(thread, round);
					}
					return null;
				}));
			}
			start.countDown();
			for (Future<?> each : all) {
				each.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	/** What every thread does in every round. */
	private interface Work {

		void run(int thread, int round);

	}

}

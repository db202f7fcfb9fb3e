package io.conpool.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.conpool.error.H2Error;
import io.conpool.testing.FakeConnection;
import io.conpool.testing.FakeDial;
import io.conpool.testing.FakeHandler;
import io.conpool.testing.ManualScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pool that is driven by chance, and the little that must be true of it after every
 * step: who waits, which leases are out, which connections are open. Everything that
 * happens follows from the seed. Confined to one thread.
 */
final class PoolModel {

	private final Random random;

	private final ManualScheduler scheduler = new ManualScheduler();

	private final RecordingListener listener = new RecordingListener();

	private final FakeHandler handler;

	private final PoolConfig config;

	private final EndpointPool<FakeConnection> pool;

	private final List<Asker> waiting = new ArrayList<>();

	private final List<Lease<FakeConnection>> leases = new ArrayList<>();

	private final Map<FakeConnection, Integer> inUse = new HashMap<>();

	private final List<Asker> askers = new ArrayList<>();

	private final Set<FakeConnection> served = new HashSet<>();

	// Whether the present step is of a kind that may end a pause before its time.
	private boolean pauseMayEnd;

	private long evicted;

	// The newest steps, for whoever has to find out what went wrong.
	private final List<String> steps = new ArrayList<>();

	PoolModel(long seed) {
		this.random = new Random(seed);
		boolean shared = this.random.nextInt(4) > 0;
		this.handler = new FakeHandler(
				shared ? new AccessMode.Shared(1 + this.random.nextInt(5)) : new AccessMode.Exclusive());
		if (this.random.nextInt(4) == 0) {
			this.handler.closesByHand();
		}
		int most = 1 + this.random.nextInt(4);
		this.config = PoolConfig.builder()
			.maxConnections(most)
			.minConnections((this.random.nextInt(3) == 0) ? this.random.nextInt(most + 1) : 0)
			.selection(Selection.values()[this.random.nextInt(Selection.values().length)])
			.renewalTimeout(Duration.ofSeconds(2))
			.maxWaiters(1 + this.random.nextInt(20))
			.acquireTimeout(Duration.ofSeconds(1 + this.random.nextInt(20)))
			.idleTime(Duration.ofSeconds(5))
			.lifetime(Duration.ofSeconds(30))
			.lifetimeJitter(0.2)
			.maxUses((this.random.nextInt(3) == 0) ? 1 + this.random.nextInt(30) : Long.MAX_VALUE)
			.connectRetries(this.random.nextInt(3))
			.connectRetryDelay(Duration.ofMillis(100))
			.maxConnectRetryDelay(Duration.ofSeconds(5))
			.drainTimeout(Duration.ofSeconds(3))
			.endpointIdleTime(Duration.ofMinutes(1))
			.build();
		this.pool = new EndpointPool<>(PoolFixture.ENDPOINT,
				new PoolContext<>(this.handler, this.config, this.scheduler, this.listener, this.random::nextDouble));
	}

	List<String> lastSteps() {
		return this.steps.subList(Math.max(0, this.steps.size() - 30), this.steps.size());
	}

	// Steps

	void step() {
		int dice = this.random.nextInt(104);
		PoolStats before = this.pool.stats();
		int dials = this.handler.dials().size();
		this.pauseMayEnd = false;
		if (dice < 30) {
			acquire();
		}
		else if (dice < 50) {
			release();
		}
		else if (dice < 65) {
			endDial();
		}
		else if (dice < 71) {
			cancel();
		}
		else if (dice < 79) {
			changeCapacity();
		}
		else if (dice < 83) {
			peerActs();
		}
		else if (dice < 85) {
			finishClose();
		}
		else if (dice < 88) {
			probe();
		}
		else if (dice < 90) {
			retire();
		}
		else if (dice < 91) {
			note("clear");
			this.pool.evictAll(CloseReason.CLEARED);
		}
		else if (dice < 93) {
			evict();
		}
		else if (dice < 97) {
			serve();
		}
		else {
			passTime();
		}
		check();
		if (!before.backOff().isZero() && !this.pauseMayEnd) {
			assertThat(this.handler.dials()).as("dials in a pause").hasSize(dials);
		}
		PoolStats after = this.pool.stats();
		if (before.failedDials() > 0 && after.failedDials() > 0) {
			assertThat(after.connecting()).as("dials at a time while they fail")
				.isLessThanOrEqualTo(Math.max(1, before.connecting()));
		}
	}

	/** The peer answers a use for the first time, or once more. */
	private void serve() {
		List<FakeConnection> used = open().stream().filter(this.inUse::containsKey).toList();
		if (!used.isEmpty()) {
			note("peer answers");
			FakeConnection connection = any(used);
			boolean first = this.served.add(connection);
			this.pauseMayEnd = first;
			connection.serve();
			if (first) {
				assertThat(this.pool.stats().failedDials()).as("failures after an answer").isZero();
			}
		}
	}

	private void note(String step) {
		this.steps.add(step);
	}

	private void acquire() {
		int burst = (this.random.nextInt(8) == 0) ? 8 : 1;
		for (int i = 0; i < burst; i++) {
			Asker asker = new Asker(this.askers.size(), this.random.nextInt(5) == 0);
			note("acquire " + asker.number + (asker.releasesAtOnce ? ", releases at once" : ""));
			this.askers.add(asker);
			this.waiting.add(asker);
			Waiter<FakeConnection> waiter = this.pool.acquire(null, this.config.acquireTimeout());
			asker.waiter = waiter;
			assertThat(waiter).isNotNull();
			waiter.whenComplete((lease, thrown) -> completed(asker, lease));
		}
	}

	private void completed(Asker asker, Lease<FakeConnection> lease) {
		asker.completions++;
		this.waiting.remove(asker);
		if (lease == null) {
			return;
		}
		assertThat(this.waiting).as("who came earlier than " + asker.number + " and still waits")
			.noneMatch((other) -> other.number < asker.number);
		FakeConnection connection = lease.state();
		int used = this.inUse.merge(connection, 1, Integer::sum);
		assertThat(used).as("leases of one connection").isLessThanOrEqualTo(connection.mode().capacity());
		assertThat(connection.isGone()).as("lent though closed").isFalse();
		assertThat(connection.isHealthy()).as("lent though unhealthy").isTrue();
		if (asker.releasesAtOnce) {
			giveBack(lease);
		}
		else {
			this.leases.add(lease);
		}
	}

	private void giveBack(Lease<FakeConnection> lease) {
		this.inUse.merge(lease.state(), -1, Integer::sum);
		lease.release();
		if (this.random.nextInt(10) == 0) {
			lease.release();
		}
	}

	private void release() {
		if (!this.leases.isEmpty()) {
			note("release");
			giveBack(this.leases.remove(this.random.nextInt(this.leases.size())));
		}
	}

	private void cancel() {
		if (!this.waiting.isEmpty()) {
			Asker asker = any(this.waiting);
			note("cancel " + asker.number);
			asker.waiter.cancel(false);
		}
	}

	private void endDial() {
		List<FakeDial> pending = this.handler.pendingDials();
		if (pending.isEmpty()) {
			return;
		}
		FakeDial dial = any(pending);
		this.pauseMayEnd = true;
		switch (this.random.nextInt(8)) {
			case 0, 1 -> {
				note("dial is refused");
				dial.fail(PoolFixture.refused());
			}
			case 2 -> {
				note("dial fails for good");
				dial.fail(PoolFixture.untrusted());
			}
			case 3 -> {
				int capacity = this.random.nextInt(4);
				note("dial succeeds, capacity " + capacity);
				dial.succeed(new AccessMode.Shared(capacity));
			}
			default -> {
				note("dial succeeds");
				dial.succeed();
			}
		}
	}

	private void changeCapacity() {
		List<FakeConnection> open = open();
		if (!open.isEmpty()) {
			int capacity = this.random.nextInt(6);
			note("capacity becomes " + capacity);
			any(open).allow(capacity);
		}
	}

	private void peerActs() {
		List<FakeConnection> open = open();
		if (!open.isEmpty()) {
			boolean closes = this.random.nextBoolean();
			note(closes ? "peer closes" : "peer drains");
			if (closes) {
				any(open).peerCloses();
			}
			else {
				any(open).drain(PoolFixture.goAway());
			}
		}
	}

	private void probe() {
		List<FakeConnection> open = open();
		if (!open.isEmpty()) {
			FakeConnection connection = any(open);
			note(connection.isSuspect() ? "the peer answers" : "a doubt arises");
			connection.suspect(!connection.isSuspect());
		}
	}

	/** As when an address is not resolved any more: one connection, or all of them. */
	private void retire() {
		List<FakeConnection> open = open();
		if (!open.isEmpty()) {
			boolean all = this.random.nextBoolean();
			note("retire " + (all ? "all" : "one"));
			(all ? open : List.of(any(open))).forEach((connection) -> connection.retire("address"));
		}
	}

	/** One that serves, drains or is closed already. */
	private void evict() {
		if (!this.handler.connections().isEmpty()) {
			note("evict one");
			FakeConnection connection = any(this.handler.connections());
			boolean served = serves(connection);
			assertThat(this.pool.evict(connection, CloseReason.EVICTED)).as("evicted").isEqualTo(served);
			assertThat(serves(connection)).isFalse();
			this.evicted += served ? 1 : 0;
		}
	}

	private boolean serves(FakeConnection connection) {
		return this.pool.views().stream().anyMatch((view) -> view.state() == connection && !view.draining());
	}

	private void finishClose() {
		List<FakeConnection> closing = open().stream().filter((connection) -> connection.closeCalls() > 0).toList();
		if (!closing.isEmpty()) {
			note("close is done");
			any(closing).finishClose();
		}
	}

	private void passTime() {
		Duration time = Duration.ofMillis(this.random.nextInt(2000));
		note("pass " + time.toMillis() + " ms");
		this.pauseMayEnd = true;
		this.scheduler.advance(time);
		this.pool.evictDue();
	}

	private List<FakeConnection> open() {
		return this.handler.connections().stream().filter((connection) -> !connection.isGone()).toList();
	}

	private <T> T any(List<T> list) {
		return list.get(this.random.nextInt(list.size()));
	}

	// What must be true

	private void check() {
		PoolStats stats = this.pool.stats();
		assertThat(stats.serving() - stats.retiring() + stats.connecting())
			.as("connections that serve or are made, but for those that are to be replaced")
			.isLessThanOrEqualTo(this.config.maxConnections());
		assertThat(stats.serving()).as("connections that serve").isLessThanOrEqualTo(3 * this.config.maxConnections());
		assertThat(stats.waiters()).as("waiters").isEqualTo(this.waiting.size());
		assertThat(stats.waiters()).isLessThanOrEqualTo(this.config.maxWaiters());
		long open = open().stream().mapToInt((connection) -> this.inUse.getOrDefault(connection, 0)).sum();
		assertThat(stats.openStreams()).as("leases out").isEqualTo(open);
		assertThat(stats.serving() + stats.draining()).as("connections open").isEqualTo(open().size());
		assertThat(this.askers).as("nobody is told twice").allMatch((asker) -> asker.completions <= 1);
		if (stats.waiters() > 0) {
			assertThat(this.pool.views()).as("nobody waits while a connection has room")
				.noneMatch((view) -> isLent(view, stats) && view.inUse() < view.capacity());
			assertThat(stats.serving() + stats.connecting() + this.scheduler.pending())
				.as("somebody waits, and nothing will ever serve them")
				.isGreaterThan(stats.waiters());
		}
	}

	/** One that is suspect may have to wait for a dial. */
	private static boolean isLent(ConnectionView<FakeConnection> view, PoolStats stats) {
		return !view.draining() && (!view.state().isSuspect() || stats.connecting() == 0);
	}

	/** Lets everything end, and checks that nothing is left over. */
	void quiesce() {
		note("quiesce");
		// Whoever still waits is served, or fails by the clock.
		for (int i = 0; i < 200 && !this.waiting.isEmpty(); i++) {
			this.handler.pendingDials().forEach((dial) -> dial.succeed());
			while (!this.leases.isEmpty()) {
				giveBack(this.leases.remove(0));
			}
			this.scheduler.advance(Duration.ofMillis(500));
		}
		assertThat(this.waiting).as("waiters that are never told").isEmpty();
		while (!this.leases.isEmpty()) {
			giveBack(this.leases.remove(0));
		}
		// As long as the endpoint is kept, its least connections are dialled again.
		for (int i = 0; i < 12; i++) {
			this.handler.pendingDials().forEach((dial) -> dial.fail(untyped()));
			this.scheduler.advance(Duration.ofSeconds(10));
			this.pool.evictDue();
		}
		open().forEach(FakeConnection::finishClose);
		PoolStats stats = this.pool.stats();
		assertThat(stats).returns(0, PoolStats::waiters)
			.returns(0, PoolStats::connecting)
			.returns(0L, PoolStats::openStreams)
			.returns(0, PoolStats::serving)
			.returns(0, PoolStats::draining);
		assertThat(this.askers).as("everybody is told once").allMatch((asker) -> asker.completions == 1);
		int made = this.handler.connections().size();
		assertThat(stats.created()).isEqualTo(made);
		assertThat(stats.closed()).containsEntry(CloseReason.EVICTED, this.evicted);
		assertThat(stats.closed().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(made);
		assertThat(this.listener.events("closed")).hasSize(made);
		assertThat(this.handler.connections()).as("closed by the pool at most once, and by somebody")
			.allMatch((connection) -> connection.closeCalls() <= 1 && connection.isGone());
		assertThat(this.handler.acquired()).isEqualTo(this.handler.released());
		assertThat(this.scheduler.pending()).as("timers left").isZero();
	}

	private static H2Error untyped() {
		return new H2Error.ConnectionFailed(PoolFixture.ENDPOINT, new IllegalStateException());
	}

	/** Somebody who has acquired. */
	private static final class Asker {

		private final int number;

		private final boolean releasesAtOnce;

		private Waiter<FakeConnection> waiter;

		private int completions;

		Asker(int number, boolean releasesAtOnce) {
			this.number = number;
			this.releasesAtOnce = releasesAtOnce;
		}

	}

}

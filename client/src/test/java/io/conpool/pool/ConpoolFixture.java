package io.conpool.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.conpool.endpoint.Endpoint;
import io.conpool.testing.FakeConnection;
import io.conpool.testing.FakeHandler;
import io.conpool.testing.ManualScheduler;

/**
 * A whole pool with everything around it made by hand. Confined to one thread.
 */
final class ConpoolFixture {

	static final Endpoint ENDPOINT = PoolFixture.ENDPOINT;

	static final Endpoint OTHER = new Endpoint(Endpoint.Scheme.HTTP, "other.example.org", 8080);

	final ManualScheduler scheduler = new ManualScheduler();

	final RecordingListener listener = new RecordingListener();

	final FakeHandler handler;

	final Conpool<FakeConnection> pool;

	ConpoolFixture(int capacity, Consumer<PoolConfig.Builder> settings, PoolListener... first) {
		PoolConfig.Builder config = PoolConfig.builder();
		settings.accept(config);
		List<PoolListener> listeners = new ArrayList<>(List.of(first));
		listeners.add(this.listener);
		this.handler = new FakeHandler(new AccessMode.Shared(capacity));
		this.pool = new Conpool<>(this.handler, config.build(), this.scheduler, PoolListener.all(listeners));
	}

	ConpoolFixture(int capacity) {
		this(capacity, (config) -> {
		});
	}

	CompletableFuture<Lease<FakeConnection>> acquire() {
		return this.pool.acquire(ENDPOINT);
	}

	Lease<FakeConnection> leaseOfNewConnection() {
		CompletableFuture<Lease<FakeConnection>> waiter = acquire();
		this.handler.lastDial().succeed().serve();
		return PoolFixture.leaseOf(waiter);
	}

	FakeConnection idleConnection() {
		Lease<FakeConnection> lease = leaseOfNewConnection();
		lease.release();
		return lease.state();
	}

	PoolStats stats() {
		return Objects.requireNonNull(this.pool.stats(ENDPOINT), "the endpoint is not kept");
	}

	void pass(Duration time) {
		this.scheduler.advance(time);
	}

}

package io.conpool.pool;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.testing.FakeConnection;
import io.conpool.testing.FakeHandler;
import io.conpool.testing.ManualScheduler;

/**
 * The pool of one endpoint with everything around it made by hand: protocol, clock,
 * randomness. Confined to one thread.
 */
final class PoolFixture {

	static final Endpoint ENDPOINT = new Endpoint(Endpoint.Scheme.HTTPS, "example.org", 443);

	final ManualScheduler scheduler = new ManualScheduler();

	final RecordingListener listener = new RecordingListener();

	final FakeHandler handler;

	final PoolContext<FakeConnection> context;

	final EndpointPool<FakeConnection> pool;

	// In the middle, so that nothing is varied unless a test wants it to be.
	private DoubleSupplier random = () -> 0.5;

	PoolFixture(AccessMode mode, Consumer<PoolConfig.Builder> settings) {
		this(mode, settings, List.of());
	}

	PoolFixture(AccessMode mode, Consumer<PoolConfig.Builder> settings, List<PoolListener> first) {
		PoolConfig.Builder config = PoolConfig.builder();
		settings.accept(config);
		List<PoolListener> listeners = new ArrayList<>(first);
		listeners.add(this.listener);
		this.handler = new FakeHandler(mode);
		this.context = new PoolContext<>(this.handler, config.build(), this.scheduler, PoolListener.all(listeners),
				() -> this.random.getAsDouble());
		this.pool = new EndpointPool<>(ENDPOINT, this.context);
	}

	static PoolFixture shared(int capacity) {
		return shared(capacity, (config) -> {
		});
	}

	static PoolFixture shared(int capacity, Consumer<PoolConfig.Builder> settings) {
		return new PoolFixture(new AccessMode.Shared(capacity), settings);
	}

	static PoolFixture exclusive() {
		return exclusive((config) -> {
		});
	}

	static PoolFixture exclusive(Consumer<PoolConfig.Builder> settings) {
		return new PoolFixture(new AccessMode.Exclusive(), settings);
	}

	void random(double value) {
		random(() -> value);
	}

	void random(DoubleSupplier values) {
		this.random = values;
	}

	Waiter<FakeConnection> acquire() {
		return Objects.requireNonNull(this.pool.acquire(null, this.context.config().acquireTimeout()),
				"the pool is forgotten");
	}

	List<Waiter<FakeConnection>> acquire(int count) {
		return Stream.generate(this::acquire).limit(count).toList();
	}

	/** A lease that is to be had at once. */
	Lease<FakeConnection> lease() {
		return leaseOf(acquire());
	}

	/** A new connection that serves, made for somebody who has a lease of it. */
	Lease<FakeConnection> leaseOfNewConnection() {
		Lease<FakeConnection> lease = leaseOfUnprovenConnection();
		lease.state().serve();
		return lease;
	}

	/** The same of a connection that has not answered yet. */
	Lease<FakeConnection> leaseOfUnprovenConnection() {
		Waiter<FakeConnection> waiter = acquire();
		this.handler.lastDial().succeed();
		return leaseOf(waiter);
	}

	/** A new connection that nobody uses. */
	FakeConnection idleConnection() {
		Lease<FakeConnection> lease = leaseOfNewConnection();
		lease.release();
		return lease.state();
	}

	void pass(Duration time) {
		this.scheduler.advance(time);
	}

	PoolStats stats() {
		return this.pool.stats();
	}

	int dials() {
		return this.handler.dials().size();
	}

	static <S> Lease<S> leaseOf(CompletableFuture<Lease<S>> waiter) {
		return Objects.requireNonNull(waiter.getNow(null), "no lease yet");
	}

	/** What a future has failed with. */
	static H2Error errorOf(CompletableFuture<?> future) {
		if (!future.isDone()) {
			throw new AssertionError("not completed yet");
		}
		return future.handle((value, thrown) -> Objects.requireNonNull(H2ClientException.errorIn(thrown), "no error"))
			.join();
	}

	/** A failure after which another attempt may succeed. */
	static H2Error refused() {
		return new H2Error.ConnectionFailed(ENDPOINT, new ConnectException("Connection refused"));
	}

	/** A failure after which no other attempt is of use. */
	static H2Error untrusted() {
		return new H2Error.TlsHandshakeFailed(ENDPOINT, "untrusted certificate", false, null);
	}

	/** A server's wish to end a connection. */
	static H2Error goAway() {
		return new H2Error.GoAway(0, Integer.MAX_VALUE, Http2ErrorCode.NO_ERROR, "");
	}

}

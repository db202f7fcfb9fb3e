package io.conpool.pool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.testing.ManualScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.conpool.pool.PoolFixture.ENDPOINT;
import static io.conpool.pool.PoolFixture.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Anybody may write a handler, so one that throws is an error of that moment and costs
 * the pool neither leases nor dials.
 */
class HandlerFaultTests {

	private final ManualScheduler scheduler = new ManualScheduler();

	private final Faulty handler = new Faulty();

	private final EndpointPool<String> pool = new EndpointPool<>(ENDPOINT,
			new PoolContext<>(this.handler, PoolConfig.builder().connectRetries(0).maxConnections(1).build(),
					this.scheduler, new RecordingListener(), () -> 0.5));

	@RegisterExtension
	final Faults faults = new Faults();

	@Test
	void aConnectThatThrowsFailsTheDial() {
		this.handler.connect = () -> {
			throw new IllegalStateException();
		};
		Waiter<String> waiter = this.pool.acquire(null, Duration.ofSeconds(10));
		assertThat(errorOf(waiter)).isInstanceOf(H2Error.ConnectionFailed.class);
		assertThat(this.pool.stats().connecting()).isZero();
	}

	@Test
	void aConnectThatThrowsAnErrorFailsTheDial() {
		this.handler.connect = () -> {
			throw new NoClassDefFoundError("a/Protocol");
		};
		CompletableFuture<?>[] waiter = new CompletableFuture<?>[1];
		this.faults.tolerate(() -> waiter[0] = this.pool.acquire(null, Duration.ofSeconds(10)));
		assertThat(this.pool.stats().connecting()).isZero();
	}

	@Test
	void aConnectThatReturnsNothingFailsTheDial() {
		this.handler.connect = () -> null;
		Waiter<String> waiter = this.pool.acquire(null, Duration.ofSeconds(10));
		assertThat(waiter).isCompletedExceptionally();
		assertThat(this.pool.stats().connecting()).isZero();
	}

	@Test
	void anOnReleaseThatThrowsDoesNotKeepTheLease() {
		this.handler.onRelease = () -> {
			throw new IllegalStateException();
		};
		Lease<String> lease = this.pool.acquire(null, Duration.ofSeconds(10)).join();
		this.faults.tolerate(lease::release);
		assertThat(this.pool.stats().openStreams()).isZero();
	}

	@Test
	void anOnAcquireThatThrowsDoesNotKeepTheLease() {
		this.handler.onAcquire = () -> {
			throw new IllegalStateException();
		};
		CompletableFuture<?>[] waiter = new CompletableFuture<?>[1];
		this.faults
			.tolerate(() -> waiter[0] = this.pool.acquire(null, Duration.ofSeconds(10)).thenAccept(Lease::release));
		assertThat(waiter[0]).as("served or failed").isDone();
		assertThat(this.pool.stats().openStreams()).isZero();
	}

	@Test
	void aCloseThatThrowsEndsTheConnectionAllTheSame() {
		this.handler.close = () -> {
			throw new IllegalStateException();
		};
		this.pool.acquire(null, Duration.ofSeconds(10)).join().release();
		CompletableFuture<Void> closed = new CompletableFuture<>();
		this.pool.close(closed);
		assertThat(closed).isCompleted();
	}

	@Test
	void aCloseThatReturnsNothingEndsTheConnectionAllTheSame() {
		this.handler.close = () -> null;
		this.pool.acquire(null, Duration.ofSeconds(10)).join().release();
		this.pool.evictAll(CloseReason.CLEARED);
		this.scheduler.advance(Duration.ofMinutes(1));
		assertThat(this.pool.stats().draining()).isZero();
	}

	/** Does what the test says. */
	private static final class Faulty implements ProtocolHandler<String> {

		private Supplier<CompletionStage<String>> connect = () -> CompletableFuture.completedFuture("connection");

		private Supplier<CompletionStage<Void>> close = () -> CompletableFuture.completedFuture(null);

		private Runnable onAcquire = () -> {
		};

		private Runnable onRelease = () -> {
		};

		@Override
		public CompletionStage<String> connect(Endpoint endpoint, ConnectionEvents events) {
			return this.connect.get();
		}

		@Override
		public AccessMode accessMode(String state) {
			return new AccessMode.Exclusive();
		}

		@Override
		public AccessMode assumedAccessMode(Endpoint endpoint) {
			return new AccessMode.Exclusive();
		}

		@Override
		public boolean isHealthy(String state) {
			return true;
		}

		@Override
		public void onAcquire(String state) {
			this.onAcquire.run();
		}

		@Override
		public void onRelease(String state) {
			this.onRelease.run();
		}

		@Override
		public CompletionStage<Void> close(String state) {
			return this.close.get();
		}

	}

}

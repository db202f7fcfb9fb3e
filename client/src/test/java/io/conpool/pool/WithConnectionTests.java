package io.conpool.pool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.conpool.testing.FakeConnection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.conpool.pool.ConpoolFixture.ENDPOINT;
import static io.conpool.pool.PoolFixture.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection used in one go is given back however the use ends.
 */
class WithConnectionTests {

	private final ConpoolFixture fixture = new ConpoolFixture(1,
			(config) -> config.maxConnections(1).connectRetries(0));

	private final CompletableFuture<String> use = new CompletableFuture<>();

	@BeforeEach
	void connect() {
		this.fixture.idleConnection();
	}

	private CompletableFuture<String> with(Function<FakeConnection, CompletionStage<String>> function) {
		return this.fixture.pool.withConnection(ENDPOINT, function);
	}

	private void assertGivenBack() {
		assertThat(this.fixture.stats()).returns(0L, PoolStats::openStreams).returns(0, PoolStats::waiters);
	}

	@Test
	void theConnectionIsKeptWhileTheUseGoesOn() {
		CompletableFuture<String> result = with((connection) -> this.use);
		assertThat(result).isNotDone();
		assertThat(this.fixture.stats().openStreams()).isOne();
	}

	@Test
	void aUseThatSucceedsGivesTheConnectionBack() {
		CompletableFuture<String> result = with((connection) -> this.use);
		this.use.complete("done");
		assertThat(result).isCompletedWithValue("done");
		assertGivenBack();
	}

	@Test
	void aUseThatFailsGivesTheConnectionBack() {
		CompletableFuture<String> result = with((connection) -> this.use);
		this.use.completeExceptionally(new IllegalStateException());
		assertThat(result).isCompletedExceptionally();
		assertGivenBack();
	}

	@Test
	void aUseThatThrowsGivesTheConnectionBack() {
		CompletableFuture<String> result = with((connection) -> {
			throw new IllegalStateException();
		});
		assertThat(result).isCompletedExceptionally();
		assertGivenBack();
	}

	@Test
	void aUseThatThrowsAnErrorGivesTheConnectionBack() {
		CompletableFuture<String> result = with((connection) -> {
			throw new AssertionError();
		});
		assertThat(result).isCompletedExceptionally();
		assertGivenBack();
	}

	@Test
	void aUseThatReturnsNothingGivesTheConnectionBack() {
		CompletableFuture<String> result = with((connection) -> null);
		assertThat(result).isCompletedExceptionally();
		assertGivenBack();
	}

	@Test
	void aFailedAcquireIsTheResult() {
		this.fixture.handler.connections().get(0).peerCloses();
		CompletableFuture<String> result = with((connection) -> this.use);
		this.fixture.handler.lastDial().fail(PoolFixture.untrusted());
		assertThat(errorOf(result).type()).isEqualTo("tls_handshake_failed");
	}

	@Test
	void cancellingWhileItWaitsLeavesTheQueue() {
		Lease<FakeConnection> lease = this.fixture.acquire().join();
		with((connection) -> this.use).cancel(false);
		assertThat(this.fixture.stats().waiters()).isZero();
		lease.release();
	}

	@Test
	void cancellingWhileItWaitsDoesNotKeepTheConnectionThatComesLater() {
		Lease<FakeConnection> lease = this.fixture.acquire().join();
		CompletableFuture<String> result = with((connection) -> this.use);
		result.cancel(false);
		lease.release();
		assertGivenBack();
	}

	@Test
	void aTimeoutOfTheFutureWhileItWaitsDoesNotKeepTheConnectionThatComesLater() {
		Lease<FakeConnection> lease = this.fixture.acquire().join();
		with((connection) -> this.use).completeExceptionally(new TimeoutException());
		lease.release();
		assertGivenBack();
	}

	@Test
	void cancellingDuringTheUseGivesTheConnectionBackWhenTheUseEnds() {
		with((connection) -> this.use).cancel(false);
		assertThat(this.fixture.stats().openStreams()).isOne();
		this.use.complete("done");
		assertGivenBack();
	}

}

package io.conpool.pool;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.conpool.testing.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.conpool.pool.ConpoolFixture.ENDPOINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A listener must not throw; one that does harms neither the pool nor its users nor the
 * other listeners.
 */
class ListenerFaultTests {

	@RegisterExtension
	final Faults faults = new Faults();

	/** Throws when it hears of one kind of event. */
	private static PoolListener throwingOn(String event) {
		return (PoolListener) Proxy.newProxyInstance(PoolListener.class.getClassLoader(),
				new Class<?>[] { PoolListener.class }, (proxy, method, arguments) -> {
					if (method.getName().equals(event)) {
						throw new IllegalStateException("a listener's fault");
					}
					return null;
				});
	}

	private static PoolFixture fixture(String event) {
		return new PoolFixture(new AccessMode.Shared(1), (config) -> config.maxConnections(1).connectRetries(1),
				List.of(throwingOn(event)));
	}

	@Test
	void aLeaseThatIsHadAtOnceIsNotLost() {
		PoolFixture fixture = fixture("onAcquired");
		fixture.acquire().thenAccept(Lease::release);
		fixture.handler.lastDial().succeed();
		long before = fixture.stats().openStreams();
		this.faults.tolerate(() -> fixture.acquire().thenAccept(Lease::release));
		assertThat(fixture.stats().openStreams()).as("leases that nobody has").isEqualTo(before).isZero();
	}

	@Test
	void aWaiterIsServedAllTheSame() {
		PoolFixture fixture = fixture("onAcquired");
		Waiter<FakeConnection> waiter = fixture.acquire();
		fixture.handler.lastDial().succeed();
		assertThat(waiter).isCompleted();
	}

	@Test
	void aWaiterFailsAllTheSame() {
		PoolFixture fixture = fixture("onAcquireFailed");
		Waiter<FakeConnection> waiter = fixture.acquire();
		fixture.pass(Duration.ofSeconds(10));
		assertThat(waiter).isCompletedExceptionally();
	}

	@Test
	void whoIsRefusedIsToldByTheFutureAllTheSame() {
		PoolFixture fixture = new PoolFixture(new AccessMode.Shared(1), (config) -> config.maxWaiters(1),
				List.of(throwingOn("onAcquireFailed")));
		fixture.acquire();
		assertThat(catchThrowable(fixture::acquire)).as("what acquire throws").isNull();
	}

	@Test
	void aFailedAttemptIsRepeatedAllTheSame() {
		PoolFixture fixture = fixture("onConnectFailed");
		fixture.acquire();
		fixture.handler.lastDial().fail(PoolFixture.refused());
		fixture.pass(Duration.ofMillis(100));
		assertThat(fixture.dials()).isEqualTo(2);
	}

	@Test
	void aFailedDialEndsAllTheSame() {
		PoolFixture fixture = fixture("onConnectFailed");
		Waiter<FakeConnection> waiter = fixture.acquire();
		fixture.handler.lastDial().fail(PoolFixture.untrusted());
		assertThat(fixture.stats().connecting()).isZero();
		assertThat(waiter).isCompletedExceptionally();
	}

	@ParameterizedTest
	@ValueSource(strings = { "onConnectionCreated", "onConnectionClosed" })
	void aConnectionIsMadeAndClosedAllTheSame(String event) {
		PoolFixture fixture = fixture(event);
		FakeConnection connection = fixture.idleConnection();
		fixture.pool.evictAll(CloseReason.CLEARED);
		assertThat(connection.closeCalls()).isOne();
		assertThat(fixture.stats()).returns(0, PoolStats::draining).returns(0, PoolStats::serving);
	}

	@Test
	void anEndpointIsAddedAllTheSame() {
		ConpoolFixture fixture = new ConpoolFixture(1, (config) -> {
		}, throwingOn("onEndpointAdded"));
		assertThat(catchThrowable(fixture::acquire)).as("what acquire throws").isNull();
	}

	@Test
	void anEndpointIsForgottenAllTheSame() {
		ConpoolFixture fixture = new ConpoolFixture(1, (config) -> config.endpointIdleTime(Duration.ofMinutes(1)),
				throwingOn("onEndpointForgotten"));
		fixture.idleConnection();
		this.faults.tolerate(() -> fixture.pass(Duration.ofMinutes(3)));
		// One that is forgotten and yet kept would let acquire spin for ever.
		assertThat(fixture.pool.stats(ENDPOINT)).isNull();
	}

	@Test
	void theHousekeeperGoesOnAllTheSame() {
		ConpoolFixture fixture = new ConpoolFixture(1, (config) -> config.endpointIdleTime(Duration.ofMinutes(1)),
				throwingOn("onEndpointForgotten"));
		fixture.idleConnection();
		this.faults.tolerate(() -> fixture.pass(Duration.ofMinutes(3)));
		assertThat(fixture.scheduler.pending()).as("the housekeeper's next round").isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "onEndpointAdded", "onConnectionCreated", "onAcquired", "onConnectionClosed",
			"onConnectFailed", "onAcquireFailed", "onEndpointForgotten" })
	void theOtherListenersHearOfItAllTheSame(String event) {
		ConpoolFixture fixture = new ConpoolFixture(1,
				(config) -> config.endpointIdleTime(Duration.ofMinutes(1)).connectRetries(0), throwingOn(event));
		this.faults.tolerate(() -> everyEventOnce(fixture));
		assertThat(fixture.listener.events()).map((heard) -> heard.split(" ", 2)[0]).contains(wordFor(event));
	}

	private static void everyEventOnce(ConpoolFixture fixture) {
		CompletableFuture<Lease<FakeConnection>> waiter = catching(fixture::acquire);
		FakeConnection connection = fixture.handler.lastDial().succeed();
		connection.serve();
		waiter.thenAccept(Lease::release);
		connection.peerCloses();
		catching(fixture::acquire);
		fixture.handler.lastDial().fail(PoolFixture.untrusted());
		fixture.pass(Duration.ofMinutes(3));
	}

	private static CompletableFuture<Lease<FakeConnection>> catching(
			Supplier<CompletableFuture<Lease<FakeConnection>>> acquire) {
		try {
			return acquire.get();
		}
		catch (IllegalStateException ex) {
			return acquire.get();
		}
	}

	private static String wordFor(String event) {
		return switch (event) {
			case "onEndpointAdded" -> "added";
			case "onConnectionCreated" -> "created";
			case "onAcquired" -> "acquired";
			case "onConnectionClosed" -> "closed";
			case "onConnectFailed" -> "connect-failed";
			case "onAcquireFailed" -> "acquire-failed";
			default -> "forgotten";
		};
	}

}

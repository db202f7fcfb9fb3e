package io.conpool.autoconfigure.health;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.conpool.H2Client;
import io.conpool.HttpProtocolHandler;
import io.conpool.autoconfigure.testsupport.ObservedHandler;
import io.conpool.autoconfigure.testsupport.ScriptedHandler;
import io.conpool.autoconfigure.testsupport.TestServer;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import io.conpool.pool.Lease;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolListener;
import io.conpool.pool.ProtocolHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class H2ConpoolHealthIndicatorTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final Endpoint UNREACHABLE = new Endpoint(Endpoint.Scheme.HTTPS, "unreachable.example.org", 443);

	private static final PoolConfig ONE_ATTEMPT = PoolConfig.builder().connectRetries(0).build();

	private final HttpProtocolHandler http2 = H2Client.builder().protocolHandler();

	private final ObservedHandler handler = new ObservedHandler(this.http2);

	private final TestServer server = new TestServer();

	@AfterEach
	void stopThreads() {
		this.server.close();
		this.http2.close();
	}

	@Test
	void unknownWhileNothingWasDialled() {
		try (Conpool<HttpConnection> pool = pool(ONE_ATTEMPT)) {
			Health health = health(pool);
			assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(health.getDetails()).containsOnly(entry("endpoints", Map.of()));
		}
	}

	@Test
	void unknownUntilTheFirstDialHasEnded() {
		ProtocolHandler<HttpConnection> never = new ScriptedHandler<>((endpoint) -> new CompletableFuture<>());
		Conpool<HttpConnection> pool = pool(never, ONE_ATTEMPT);
		pool.acquire(UNREACHABLE);
		Health health = health(pool);
		pool.closeAsync();
		assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(details(health, UNREACHABLE)).containsEntry("status", "UNKNOWN")
			.containsEntry("connections", connections(0, 0, 0, 1))
			.containsEntry("waiters", 1);
	}

	@Test
	void upWithAHealthyConnection() {
		try (Conpool<HttpConnection> pool = pool(ONE_ATTEMPT); Lease<HttpConnection> lease = acquire(pool)) {
			Health health = health(pool);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(details(health, lease.endpoint())).containsOnly(entry("status", "UP"),
					entry("connections", connections(1, 0, 0, 0)),
					entry("streams", Map.of("open", 1L, "capacity", 50L)), entry("waiters", 0));
		}
	}

	@Test
	void upAfterThePoolHasClosedWhatNobodyUsed() {
		PoolConfig shortIdleTime = PoolConfig.builder().idleTime(Duration.ofMillis(1)).build();
		try (Conpool<HttpConnection> pool = pool(shortIdleTime)) {
			acquire(pool).release();
			assertThat(this.handler.closed()).succeedsWithin(SOON);
			Health health = health(pool);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(details(health, this.server.endpoint())).containsEntry("connections", connections(0, 0, 0, 0));
		}
	}

	@Test
	void downWhenTheLastDialFailedAndNoConnectionIsLeft() {
		this.handler.breakDown(UNREACHABLE);
		try (Conpool<HttpConnection> pool = pool(ONE_ATTEMPT)) {
			assertThat(pool.acquire(UNREACHABLE)).isCompletedExceptionally();
			Health health = health(pool);
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(details(health, UNREACHABLE)).containsEntry("status", "DOWN")
				.containsEntry("lastError", "cannot connect to https://unreachable.example.org:443: refused");
		}
	}

	@Test
	void downWhenOneOfSeveralEndpointsIs() {
		this.handler.breakDown(UNREACHABLE);
		try (Conpool<HttpConnection> pool = pool(ONE_ATTEMPT)) {
			acquire(pool).release();
			assertThat(pool.acquire(UNREACHABLE)).isCompletedExceptionally();
			Health health = health(pool);
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(details(health, this.server.endpoint())).containsEntry("status", "UP");
		}
	}

	@Test
	void upWhileAHealthyConnectionIsLeftThoughTheLastDialFailed() {
		Endpoint endpoint = this.server.endpoint();
		CompletableFuture<HttpConnection> first = new CompletableFuture<>();
		CompletableFuture<HttpConnection> second = new CompletableFuture<>();
		List<CompletableFuture<HttpConnection>> dials = new ArrayList<>(List.of(first, second));
		ProtocolHandler<HttpConnection> scripted = new ScriptedHandler<>((to) -> dials.remove(0));
		try (Conpool<HttpConnection> real = pool(ONE_ATTEMPT); Lease<HttpConnection> lease = acquire(real)) {
			Conpool<HttpConnection> pool = pool(scripted, ONE_ATTEMPT);
			pool.acquire(endpoint);
			pool.acquire(endpoint);
			first.complete(lease.state());
			second.completeExceptionally(
					new H2Error.ConnectionFailed(endpoint, new IOException("refused")).asException());
			Health health = health(pool);
			pool.closeAsync();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(details(health, endpoint)).containsKey("lastError");
		}
	}

	@Test
	void upAgainAfterADialThatSucceeds() {
		this.handler.breakDown(this.server.endpoint());
		try (Conpool<HttpConnection> pool = pool(ONE_ATTEMPT)) {
			assertThat(pool.acquire(this.server.endpoint())).isCompletedExceptionally();
			assertThat(health(pool).getStatus()).isEqualTo(Status.DOWN);
			this.handler.repair(this.server.endpoint());
			acquire(pool).release();
			assertThat(health(pool).getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void theGoAwayOfTheServerIsShown() {
		try (Conpool<HttpConnection> pool = pool(ONE_ATTEMPT); Lease<HttpConnection> lease = acquire(pool)) {
			this.server.goAway();
			assertThat(this.handler.drained()).succeedsWithin(SOON);
			Health health = health(pool);
			assertThat(lease.state().isHealthy()).isFalse();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(details(health, lease.endpoint())).containsEntry("connections", connections(0, 0, 1, 0))
				.containsEntry("lastGoAway", Map.of("code", "NO_ERROR", "lastStreamId", 0));
		}
	}

	@Test
	void downWhenTheServerEndsAConnectionBeforeItHasServed() {
		try (Conpool<HttpConnection> pool = pool(ONE_ATTEMPT); Lease<HttpConnection> lease = acquire(pool)) {
			this.server.goAway();
			assertThat(this.handler.drained()).succeedsWithin(SOON);
			lease.release();
			Health health = health(pool);
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(details(health, lease.endpoint())).containsEntry("failedDials", 1)
				.hasEntrySatisfying("lastError", (error) -> assertThat(error.toString()).contains("GOAWAY"));
		}
	}

	@Test
	void downWhenNoConnectionIsHealthyAndTheLastDialFailed() {
		try (Conpool<HttpConnection> pool = pool(ONE_ATTEMPT); Lease<HttpConnection> lease = acquire(pool)) {
			this.server.goAway();
			assertThat(this.handler.drained()).succeedsWithin(SOON);
			this.handler.breakDown(lease.endpoint());
			assertThat(pool.acquire(lease.endpoint())).failsWithin(SOON);
			assertThat(health(pool).getStatus()).isEqualTo(Status.DOWN);
		}
	}

	@Test
	void anIdleConnectionIsAskedForASignOfLifeIfThatIsWanted() {
		try (Conpool<HttpConnection> pool = pool(ONE_ATTEMPT)) {
			acquire(pool).release();
			Health health = new H2ConpoolHealthIndicator(pool, SOON).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(details(health, this.server.endpoint()).get("ping")).asString().startsWith("PT");
		}
	}

	@Test
	void aConnectionInUseIsNotAsked() {
		try (Conpool<HttpConnection> pool = pool(ONE_ATTEMPT); Lease<HttpConnection> lease = acquire(pool)) {
			Health health = new H2ConpoolHealthIndicator(pool, SOON).health();
			assertThat(details(health, lease.endpoint())).doesNotContainKeys("ping", "pingError");
		}
	}

	@Test
	void downWhenAnIdleConnectionLeavesAPingUnanswered() {
		try (Conpool<HttpConnection> pool = pool(ONE_ATTEMPT)) {
			acquire(pool).release();
			this.server.fallSilent();
			Health health = new H2ConpoolHealthIndicator(pool, Duration.ofMillis(20)).health();
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(details(health, this.server.endpoint())).containsEntry("status", "DOWN")
				.containsEntry("pingError", "no answer within PT0.02S");
		}
	}

	private Conpool<HttpConnection> pool(PoolConfig config) {
		return pool(this.handler, config);
	}

	private Conpool<HttpConnection> pool(ProtocolHandler<HttpConnection> handler, PoolConfig config) {
		return new Conpool<>(handler, config, this.http2.scheduler(), PoolListener.all(List.of()));
	}

	private Lease<HttpConnection> acquire(Conpool<HttpConnection> pool) {
		return pool.acquire(this.server.endpoint()).orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
	}

	private static Health health(Conpool<HttpConnection> pool) {
		return new H2ConpoolHealthIndicator(pool, Duration.ZERO).health();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> details(Health health, Endpoint endpoint) {
		Map<String, Object> endpoints = (Map<String, Object>) health.getDetails().get("endpoints");
		return (Map<String, Object>) endpoints.get(endpoint.toString());
	}

	private static Map<String, Object> connections(int active, int idle, int draining, int connecting) {
		return Map.of("active", active, "idle", idle, "draining", draining, "connecting", connecting, "suspect", 0,
				"retiring", 0);
	}

}

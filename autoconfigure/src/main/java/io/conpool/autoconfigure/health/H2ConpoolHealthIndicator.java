package io.conpool.autoconfigure.health;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolStats;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@link HealthIndicator} of a pool of HTTP/2 connections, with the state and the numbers
 * of every endpoint. An endpoint is down when its last dial failed and no healthy
 * connection is left, unknown until its first dial has ended, and up otherwise: also when
 * the pool has closed what nobody used. The pool is down when one endpoint is, else up
 * when one is up. Only snapshots are read, nothing is dialled, and nothing waited for but
 * the answers to PINGs where these are asked for: an endpoint that leaves one unanswered
 * is down.
 */
public final class H2ConpoolHealthIndicator extends AbstractHealthIndicator {

	private static final List<Status> DECISIVE_FIRST = List.of(Status.DOWN, Status.UP, Status.UNKNOWN);

	private final Conpool<HttpConnection> pool;

	private final PingProbe probe;

	/**
	 * Makes an indicator.
	 * @param pool the pool to look at
	 * @param probeTimeout longest wait for the answers to PINGs on idle connections, or 0
	 * for no PINGs
	 */
	public H2ConpoolHealthIndicator(Conpool<HttpConnection> pool, Duration probeTimeout) {
		super("Health check of the HTTP/2 connection pool failed");
		this.pool = pool;
		this.probe = new PingProbe(probeTimeout);
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Map<String, PingProbe.Outcome> pings = this.probe.probe(this.pool);
		Map<String, Object> endpoints = new LinkedHashMap<>();
		Set<Status> seen = new HashSet<>();
		this.pool.allStats().forEach((endpoint, stats) -> {
			PingProbe.Outcome ping = pings.get(endpoint.toString());
			Status status = (ping != null && !ping.answered()) ? Status.DOWN
					: status(stats, isServedHealthily(endpoint));
			seen.add(status);
			Map<String, Object> details = details(status, stats);
			if (ping != null) {
				details.put(ping.answered() ? "ping" : "pingError", ping.text());
			}
			endpoints.put(endpoint.toString(), details);
		});
		builder.status(DECISIVE_FIRST.stream().filter(seen::contains).findFirst().orElse(Status.UNKNOWN));
		builder.withDetail("endpoints", endpoints);
	}

	/**
	 * While the server ends what is dialled, only a connection that has answered counts.
	 */
	private boolean isServedHealthily(Endpoint endpoint) {
		return this.pool.connections(endpoint)
			.stream()
			.anyMatch((connection) -> !connection.draining() && connection.proven() && connection.state().isHealthy());
	}

	private static Status status(PoolStats stats, boolean healthy) {
		if (healthy) {
			return Status.UP;
		}
		if (stats.lastConnectFailed()) {
			return Status.DOWN;
		}
		return (stats.created() == 0) ? Status.UNKNOWN : Status.UP;
	}

	private static Map<String, Object> details(Status status, PoolStats stats) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("status", status.getCode());
		Map<String, Object> connections = new LinkedHashMap<>();
		connections.put("active", stats.active());
		connections.put("idle", stats.idle());
		connections.put("draining", stats.draining());
		connections.put("connecting", stats.connecting());
		connections.put("suspect", stats.suspect());
		connections.put("retiring", stats.retiring());
		details.put("connections", connections);
		Map<String, Object> streams = new LinkedHashMap<>();
		streams.put("open", stats.openStreams());
		streams.put("capacity", stats.streamCapacity());
		details.put("streams", streams);
		details.put("waiters", stats.waiters());
		if (stats.failedDials() > 0) {
			details.put("failedDials", stats.failedDials());
			details.put("backOff", stats.backOff().toString());
		}
		H2Error error = stats.lastError();
		if (error != null) {
			details.put("lastError", error.message());
		}
		if (stats.lastDrainCause() instanceof H2Error.GoAway goAway) {
			Map<String, Object> last = new LinkedHashMap<>();
			last.put("code", goAway.codeName());
			last.put("lastStreamId", goAway.lastStreamId());
			details.put("lastGoAway", last);
		}
		return details;
	}

}

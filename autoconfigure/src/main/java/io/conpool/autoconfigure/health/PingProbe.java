package io.conpool.autoconfigure.health;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.http.HttpConnection;
import io.conpool.pool.ConnectionView;
import io.conpool.pool.Conpool;

/**
 * Sends a PING over one idle connection of each endpoint and waits for the answers, all
 * at once. Nothing is dialled for it. Immutable.
 *
 * @param timeout longest wait, or 0 to send nothing
 */
record PingProbe(Duration timeout) {

	/**
	 * What came of one PING.
	 *
	 * @param answered whether there was an answer
	 * @param text how long it took, or why there was none
	 */
	record Outcome(boolean answered, String text) {
	}

	/**
	 * Probes a pool.
	 * @param pool the pool
	 * @return the outcomes, of those endpoints alone whose servers could be asked
	 */
	Map<String, Outcome> probe(Conpool<HttpConnection> pool) {
		Map<String, Outcome> outcomes = new TreeMap<>();
		if (!this.timeout.isZero()) {
			Map<String, CompletableFuture<Optional<Duration>>> pings = new TreeMap<>();
			pool.allStats()
				.keySet()
				.forEach((endpoint) -> idle(pool, endpoint).ifPresent((connection) -> pings.put(endpoint.toString(),
						connection.ping().toCompletableFuture().copy())));
			pings.values().forEach((ping) -> ping.orTimeout(this.timeout.toNanos(), TimeUnit.NANOSECONDS));
			pings.forEach((endpoint, ping) -> outcome(ping).ifPresent((outcome) -> outcomes.put(endpoint, outcome)));
		}
		return outcomes;
	}

	private static Optional<HttpConnection> idle(Conpool<HttpConnection> pool, Endpoint endpoint) {
		return pool.connections(endpoint)
			.stream()
			.filter((view) -> !view.draining() && view.inUse() == 0)
			.map(ConnectionView::state)
			.filter(HttpConnection::isHealthy)
			.findFirst();
	}

	private Optional<Outcome> outcome(CompletableFuture<Optional<Duration>> ping) {
		try {
			return ping.join().map((roundTrip) -> new Outcome(true, roundTrip.toString()));
		}
		catch (CompletionException ex) {
			String error = (ex.getCause() instanceof TimeoutException) ? "no answer within " + this.timeout
					: String.valueOf(H2ClientException.unwrap(ex).getMessage());
			return Optional.of(new Outcome(false, error));
		}
	}

}

package io.conpool.micrometer;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.pool.AccessMode;
import io.conpool.pool.ConnectionEvents;
import io.conpool.pool.Conpool;
import io.conpool.pool.Lease;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.ProtocolHandler;
import io.conpool.time.Scheduler;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole way from a pool to what Prometheus reads.
 */
class ConpoolMetricsPrometheusTests {

	private static final Endpoint ENDPOINT = new Endpoint(Endpoint.Scheme.HTTPS, "example.org", 443);

	private static final Endpoint UNREACHABLE = new Endpoint(Endpoint.Scheme.HTTPS, "unreachable.example.org", 443);

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final ConpoolMetrics metrics = new ConpoolMetrics("orders");

	@Test
	void aPoolsNumbersAreScrapedInPrometheusNames() {
		try (Conpool<String> pool = pool()) {
			this.metrics.bindTo(this.registry);
			Lease<String> lease = pool.acquire(ENDPOINT).join();
			assertThat(this.registry.scrape().lines()).contains(
					"conpool_connections{client=\"orders\",endpoint=\"https://example.org:443\",state=\"active\"} 1.0",
					"conpool_connections{client=\"orders\",endpoint=\"https://example.org:443\",state=\"idle\"} 0.0",
					"conpool_connections{client=\"orders\",endpoint=\"https://example.org:443\",state=\"draining\"} 0.0",
					"conpool_connections{client=\"orders\",endpoint=\"https://example.org:443\",state=\"connecting\"} 0.0",
					"conpool_streams_open{client=\"orders\",endpoint=\"https://example.org:443\"} 1.0",
					"conpool_streams_capacity{client=\"orders\",endpoint=\"https://example.org:443\"} 100.0",
					"conpool_waiters{client=\"orders\",endpoint=\"https://example.org:443\"} 0.0",
					"conpool_connections_opened_total{client=\"orders\",endpoint=\"https://example.org:443\"} 1.0",
					"conpool_connections_reused_total{client=\"orders\",endpoint=\"https://example.org:443\"} 0.0",
					"conpool_connections_closed_total{client=\"orders\",endpoint=\"https://example.org:443\",reason=\"idle\"} 0.0",
					"conpool_acquire_seconds_count{client=\"orders\",endpoint=\"https://example.org:443\"} 1",
					"conpool_connect_seconds_count{client=\"orders\",endpoint=\"https://example.org:443\"} 1");
			lease.release();
			pool.acquire(ENDPOINT).join().release();
			assertThat(this.registry.scrape().lines()).contains(
					"conpool_connections{client=\"orders\",endpoint=\"https://example.org:443\",state=\"idle\"} 1.0",
					"conpool_connections_reused_total{client=\"orders\",endpoint=\"https://example.org:443\"} 1.0");
		}
	}

	@Test
	void failedDialsAreScrapedByError() {
		try (Conpool<String> pool = pool()) {
			this.metrics.bindTo(this.registry);
			assertThat(pool.acquire(UNREACHABLE)).isCompletedExceptionally();
			assertThat(this.registry.scrape().lines()).contains(
					"conpool_connect_errors_total{client=\"orders\",endpoint=\"https://unreachable.example.org:443\",error_type=\"connection_failed\"} 1.0",
					"conpool_acquire_errors_total{client=\"orders\",endpoint=\"https://unreachable.example.org:443\",error_type=\"connection_failed\"} 1.0");
		}
	}

	@Test
	void eventsOfConnectionsAndCallsAreScraped() {
		try (Conpool<String> pool = pool()) {
			this.metrics.bindTo(this.registry);
			pool.acquire(ENDPOINT).join().release();
			this.metrics.onGoAway(ENDPOINT, Http2ErrorCode.NO_ERROR);
			this.metrics.onStreamReset(ENDPOINT, Http2ErrorCode.CANCEL, false);
			this.metrics.onReplay(ENDPOINT, new H2Error.StreamReset(7, Http2ErrorCode.REFUSED_STREAM));
			this.metrics.onBytesRead(ENDPOINT, 4096);
			this.metrics.onBytesWritten(ENDPOINT, 512);
			assertThat(this.registry.scrape().lines()).contains(
					"conpool_goaways_received_total{client=\"orders\",code=\"NO_ERROR\",endpoint=\"https://example.org:443\"} 1.0",
					"conpool_streams_reset_total{client=\"orders\",code=\"CANCEL\",direction=\"sent\",endpoint=\"https://example.org:443\"} 1.0",
					"conpool_requests_replayed_total{client=\"orders\",endpoint=\"https://example.org:443\",error_type=\"stream_reset\"} 1.0",
					"conpool_data_read_bytes_total{client=\"orders\",endpoint=\"https://example.org:443\"} 4096.0",
					"conpool_data_written_bytes_total{client=\"orders\",endpoint=\"https://example.org:443\"} 512.0");
		}
	}

	@Test
	void everyMeterIsDescribed() {
		try (Conpool<String> pool = pool()) {
			this.metrics.bindTo(this.registry);
			pool.acquire(ENDPOINT).join().release();
			String scrape = this.registry.scrape();
			long families = scrape.lines().filter((line) -> line.startsWith("# TYPE conpool_")).count();
			assertThat(families).isPositive();
			assertThat(scrape.lines().filter((line) -> line.matches("# HELP conpool_\\S+ \\S.*")).count())
				.isEqualTo(families);
		}
	}

	private Conpool<String> pool() {
		PoolConfig config = PoolConfig.builder().connectRetries(0).build();
		return new Conpool<>(new OneWordHandler(), config, new StoppedClock(), this.metrics);
	}

	/** Connects at once, or fails at once. */
	private static final class OneWordHandler implements ProtocolHandler<String> {

		@Override
		public CompletionStage<String> connect(Endpoint endpoint, ConnectionEvents events) {
			return endpoint.equals(ENDPOINT) ? CompletableFuture.completedFuture("connection") : CompletableFuture
				.failedFuture(new H2Error.ConnectionFailed(endpoint, new IOException("refused")).asException());
		}

		@Override
		public AccessMode accessMode(String state) {
			return new AccessMode.Shared(100);
		}

		@Override
		public AccessMode assumedAccessMode(Endpoint endpoint) {
			return new AccessMode.Shared(100);
		}

		@Override
		public boolean isHealthy(String state) {
			return true;
		}

		@Override
		public CompletionStage<Void> close(String state) {
			return CompletableFuture.completedFuture(null);
		}

	}

	/** On this clock nothing is ever due. */
	private static final class StoppedClock implements Scheduler {

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public Task schedule(Runnable task, Duration delay) {
			return () -> {
			};
		}

	}

}

package io.conpool.interop;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.H2Client;
import io.conpool.call.CallListener;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.interop.Load.Result;
import io.conpool.pool.CloseReason;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolStats;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that are replaced all the time, under load: nothing fails, and nothing is
 * even sent twice. The long run is
 * {@code ./mvnw test -pl client -Dtest=ConnectionRenewalTests -Dconpool.renewal.requests=50000},
 * over connections that live for one second; without the property they live for a fifth
 * of one, and there are fewer requests.
 */
@Tag("interop")
class ConnectionRenewalTests {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionRenewalTests.class);

	private static final Integer LONG_RUN = Integer.getInteger("conpool.renewal.requests");

	private static final int REQUESTS = (LONG_RUN != null) ? LONG_RUN : 5_000;

	private static final Duration LIFETIME = Duration.ofMillis((LONG_RUN != null) ? 1_000 : 200);

	// How fast the requests are is the machine's affair: they go on until a connection
	// was
	// replaced.
	private static final int MOST_ROUNDS = 100;

	@RegisterExtension
	final Servers servers = new Servers();

	private final AtomicInteger replays = new AtomicInteger();

	@ParameterizedTest(name = "{0} at once")
	@ValueSource(ints = { 10, 250 })
	void noRequestFailsWhileConnectionsReachTheEndOfTheirLifetime(int atOnce) throws Exception {
		runUntilClosedFor(CloseReason.LIFETIME, PoolConfig.builder().lifetime(LIFETIME), atOnce);
	}

	@ParameterizedTest(name = "{0} at once")
	@ValueSource(ints = { 10, 250 })
	void noRequestFailsWhileConnectionsAreUsedUp(int atOnce) throws Exception {
		runUntilClosedFor(CloseReason.MAX_USES, PoolConfig.builder().maxUses(500), atOnce);
	}

	private void runUntilClosedFor(CloseReason reason, PoolConfig.Builder config, int atOnce) throws Exception {
		Nghttpd nghttpd = Nghttpd.tls(100);
		ServerProcess server = this.servers.start(nghttpd);
		H2Client client = this.servers.client(Servers.builder(nghttpd).pool(config.build()).callListener(counting()));
		H2Request request = H2Request.get(server.uri("/content.txt")).build();
		PoolStats stats;
		int rounds = 0;
		do {
			round(client, request, atOnce);
			stats = client.stats().get(request.endpoint());
		}
		while (stats.closed().get(reason) == 0 && ++rounds < MOST_ROUNDS);
		assertThat(stats.closed().get(reason)).isPositive();
	}

	private void round(H2Client client, H2Request request, int atOnce) throws Exception {
		Result result = new Load(client, request, ServerProcess.CONTENT).run(REQUESTS, atOnce);
		assertThat(result.errors()).isEmpty();
		assertThat(result.answers()).isEqualTo(Map.of(200, REQUESTS));
		assertThat(result.wrongBodies()).isZero();
		assertThat(this.replays).hasValue(0);
		PoolStats stats = client.stats().get(request.endpoint());
		logger.info("{} GETs, {} at once, in {} ms: {} connections made, closed {}", REQUESTS, atOnce,
				result.took().toMillis(), stats.created(), stats.closed());
	}

	private CallListener counting() {
		return new CallListener() {
			@Override
			public void onReplay(Endpoint endpoint, H2Error error) {
				ConnectionRenewalTests.this.replays.incrementAndGet();
			}
		};
	}

}

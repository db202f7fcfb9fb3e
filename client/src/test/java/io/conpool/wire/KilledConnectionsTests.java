package io.conpool.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.H2Client;
import io.conpool.call.CallConfig;
import io.conpool.connection.http2.Http2Config;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.pool.PoolConfig;
import io.conpool.transport.TransportConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several threads send requests while the server ends connections at random: it never
 * sees more streams than it allows, it processes no request twice, what ended in a
 * response was processed, and what failed as unprocessed was not. Afterwards every
 * counter is zero.
 */
@Tag("endurance")
@Timeout(600)
class KilledConnectionsTests {

	private static final int THREADS = 16;

	private static final Duration SHORT = Duration.ofSeconds(2);

	private static final String RESPONSE = "response";

	private final Map<String, Integer> outcomes = new ConcurrentSkipListMap<>();

	private final Map<Integer, String> broken = new ConcurrentSkipListMap<>();

	private final Map<Integer, String> unprocessed = new ConcurrentSkipListMap<>();

	private final AtomicInteger calls = new AtomicInteger();

	@Test
	void noRequestIsProcessedTwiceAndNothingIsLeft() throws Exception {
		long seed = Long.getLong("conpool.seed", ThreadLocalRandom.current().nextLong(1L << 40));
		try (FailingServer server = new FailingServer(seed)) {
			H2Client client = client();
			try {
				load(client, server, Endurance.seconds() > 0 ? Duration.ofSeconds(Endurance.seconds()) : SHORT);
			}
			finally {
				client.close();
			}
			String seedOfRun = "with -Dconpool.seed=" + seed;
			assertThat(server.breaches).as(seedOfRun).isEmpty();
			assertThat(server.processed).as(seedOfRun).allSatisfy((call, times) -> assertThat(times).isOne());
			assertThat(this.broken).as(seedOfRun).isEmpty();
			assertThat(this.unprocessed).as(seedOfRun)
				.doesNotContainKeys(server.processed.keySet().toArray(Integer[]::new));
			assertThat(this.outcomes).as(seedOfRun).containsKey(RESPONSE);
			Endurance.assertNothingIsLeft(client);
			Endurance.report(this.calls + " calls: " + this.outcomes + "; connections ended: " + server.ends);
		}
	}

	private static H2Client client() {
		PoolConfig pool = PoolConfig.builder()
			.maxConnections(3)
			.connectRetryDelay(Duration.ofMillis(10))
			.drainTimeout(Duration.ofMillis(500))
			.build();
		return H2Client.builder()
			.pool(pool)
			.call(CallConfig.builder().requestTimeout(Duration.ofSeconds(1)).build())
			.http2(Http2Config.builder()
				.initialWindowSize(65_535)
				.connectionWindowSize(65_535)
				.maxConcurrentStreams(100)
				.settingsTimeout(Duration.ofSeconds(2))
				.build())
			.transport(TransportConfig.builder()
				.eventLoopThreads(2)
				.connectTimeout(Duration.ofSeconds(2))
				.tlsHandshakeTimeout(Duration.ofSeconds(2))
				.build())
			.build();
	}

	private void load(H2Client client, FailingServer server, Duration length) throws Exception {
		long end = System.nanoTime() + length.toNanos();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			Random random = new Random(i);
			Thread thread = new Thread(() -> {
				while (System.nanoTime() - end < 0) {
					call(client, server, random);
				}
			});
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join(TimeUnit.SECONDS.toMillis(30) + length.toMillis());
			assertThat(thread.isAlive()).as("a call hangs").isFalse();
		}
	}

	private void call(H2Client client, FailingServer server, Random random) {
		int call = this.calls.incrementAndGet();
		byte[] content = PeerView.content(call, 0, random.nextInt(random.nextInt(4) == 0 ? 50_000 : 500));
		try {
			H2Response response = client.send(H2Request.post(server.uri() + call, RequestBody.bytes(content)).build());
			count(RESPONSE);
			if (server.processed.get(call) == null
					|| !java.util.Arrays.equals(response.body(), PeerView.content(call, 0, response.body().length))) {
				this.broken.put(call, response.toString());
			}
		}
		catch (H2ClientException ex) {
			H2Error error = ex.error();
			count(error.getClass().getSimpleName());
			if (error.isUnprocessed()) {
				this.unprocessed.put(call, error.message());
			}
		}
		catch (RuntimeException ex) {
			this.broken.put(call, "no typed error: " + ex);
		}
	}

	private void count(String outcome) {
		this.outcomes.merge(outcome, 1, Integer::sum);
	}

}

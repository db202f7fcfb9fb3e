package io.conpool.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.call.CallConfig;
import io.conpool.connection.http2.Http2Config;
import io.conpool.pool.PoolConfig;
import io.conpool.testing.CallLedger;
import io.conpool.transport.TransportConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls of every kind meet a peer that sends random frames, lawful and unlawful: no call
 * hangs, none ends in anything but what was sent or one typed error, the client keeps the
 * windows and limits that it was given, and nothing is left of it. The seed of a round is
 * printed with its failure; {@code -Dconpool.seed=} plays one round alone, as nearly as
 * threads and sockets allow.
 */
@Tag("endurance")
class RandomPeerTests {

	private static final int BURSTS = 4;

	private static final int CALLS = 25;

	// On top of a call's own bound; only a hang takes as long.
	private static final Duration GRACE = Duration.ofSeconds(10);

	private final Map<String, Integer> outcomes = new ConcurrentSkipListMap<>();

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void nothingHangsAndNothingIsLeft(long seed) throws Exception {
		play(Long.getLong("conpool.seed", seed));
	}

	/** Runs for as long as the profile says, by default not at all. */
	@Test
	void nothingHangsAndNothingIsLeftForLong() throws Exception {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Endurance.seconds());
		int rounds = 0;
		for (; System.nanoTime() - end < 0; rounds++) {
			play(ThreadLocalRandom.current().nextLong(1L << 40));
		}
		if (rounds > 0) {
			Endurance.report(
					rounds * BURSTS * CALLS + " calls in " + rounds + " rounds with random peers: " + this.outcomes);
			assertThat(this.outcomes).containsKey("content as it was sent");
		}
	}

	private void play(long seed) throws Exception {
		try {
			playRound(seed);
		}
		catch (Exception | AssertionError ex) {
			throw new AssertionError("with -Dconpool.seed=" + seed + ": " + ex.getMessage(), ex);
		}
	}

	private void playRound(long seed) throws Exception {
		Random random = new Random(seed);
		int window = 65_535 + random.nextInt(100_000);
		int connectionWindow = 65_535 + random.nextInt(200_000);
		// 0 for windows that do not grow.
		int maxWindow = random.nextBoolean() ? 65_535 + random.nextInt(1 << 20) : 0;
		try (RandomPeer peer = new RandomPeer(seed, window, connectionWindow, maxWindow)) {
			CallLedger ledger = new CallLedger();
			H2Client client = client(random, window, connectionWindow, maxWindow).callListener(ledger).build();
			try {
				RandomCalls calls = new RandomCalls(client, peer.uri(), random, peer.whole, this.outcomes);
				for (int burst = 0; burst < BURSTS; burst++) {
					List<RandomCalls.Started> started = new ArrayList<>();
					for (int i = 0; i < CALLS; i++) {
						started.add(calls.start(burst * CALLS + i));
					}
					for (RandomCalls.Started call : started) {
						await(call, client);
					}
				}
			}
			finally {
				client.close();
			}
			assertThat(peer.breaches()).isEmpty();
			Endurance.assertNothingIsLeft(client);
			assertThat(ledger.faults()).isEmpty();
			assertThat(ledger.begun()).isEqualTo(BURSTS * CALLS);
			assertThat(ledger.running()).as("calls that have begun and not ended").isZero();
		}
	}

	private static void await(RandomCalls.Started call, H2Client client) throws InterruptedException {
		CompletableFuture<?> end = call.end();
		try {
			end.get(call.timeout().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new AssertionError("a call hangs: " + call + ", " + client.stats());
		}
		catch (ExecutionException ex) {
			throw new AssertionError(call.kind() + ": " + ex.getCause().getMessage(), ex.getCause());
		}
	}

	private static H2ClientBuilder client(Random random, int window, int connectionWindow, int maxWindow) {
		PoolConfig pool = PoolConfig.builder()
			.maxConnections(1 + random.nextInt(4))
			.maxWaiters(random.nextBoolean() ? 1_000 : 15)
			.acquireTimeout(Duration.ofMillis(100 + random.nextInt(1_000)))
			.maxUses(random.nextBoolean() ? Long.MAX_VALUE : 1 + random.nextInt(20))
			.lifetime(Duration.ofMillis(200 + random.nextInt(5_000)))
			.connectRetries(random.nextInt(2))
			.connectRetryDelay(Duration.ofMillis(10))
			.drainTimeout(Duration.ofMillis(300))
			.build();
		return H2Client.builder()
			.pool(pool)
			.call(CallConfig.builder().requestTimeout(Duration.ofSeconds(2)).maxReplays(random.nextInt(6)).build())
			.http2(Http2Config.builder()
				.initialWindowSize(window)
				.connectionWindowSize(connectionWindow)
				.adaptiveWindows(maxWindow > 0)
				.maxWindowSize(Math.max(maxWindow, 65_535))
				.maxHeaderListSize(8_192)
				.maxConcurrentStreams(1 + random.nextInt(100))
				.maxResponseBodySize(1 << 20)
				.settingsTimeout(Duration.ofMillis(500))
				.keepAliveInterval(Duration.ofSeconds(random.nextInt(2)))
				.keepAliveWithoutStreams(random.nextBoolean())
				.build())
			.transport(TransportConfig.builder()
				.eventLoopThreads(2)
				.connectTimeout(Duration.ofSeconds(2))
				.tlsHandshakeTimeout(Duration.ofSeconds(2))
				.build());
	}

}

package io.conpool.pool;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import io.conpool.testing.FakeConnection;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The selections in a simulation, without a clock and therefore with the same figures
 * everywhere: a server that works on one request of a connection at a time, as many do
 * that give each connection a thread. It prints what ADR 0014 argues with.
 */
class SelectionSimulationTests {

	private static final Logger logger = LoggerFactory.getLogger(SelectionSimulationTests.class);

	private static final int REQUESTS = 20_000;

	private static final Duration WORK = Duration.ofMillis(1);

	private static final int CAPACITY = 100;

	@Test
	void evenLoadIsServedSoonerThanLoadThatIsPiledUp() {
		Figures first = simulate(Selection.FIRST_WITH_ROOM, 1.5, 1);
		Figures least = simulate(Selection.LEAST_LOADED, 1.5, 1);
		Figures random = simulate(Selection.TWO_RANDOM_CHOICES, 1.5, 1);
		assertThat(least.slow).isLessThan(random.slow);
		assertThat(random.slow).isLessThan(first.slow);
	}

	@Test
	void aConnectionThatIsSlowGetsLess() {
		Figures first = simulate(Selection.FIRST_WITH_ROOM, 1.5, 5);
		Figures least = simulate(Selection.LEAST_LOADED, 1.5, 5);
		Figures random = simulate(Selection.TWO_RANDOM_CHOICES, 1.5, 5);
		assertThat(least.slow).isLessThan(first.slow);
		assertThat(random.slow).isLessThan(first.slow);
		assertThat(least.median).isLessThan(first.median);
	}

	@Test
	void littleLoadStaysOnFewConnections() {
		for (Selection selection : Selection.values()) {
			Figures figures = simulate(selection, 0.05, 1);
			int used = (selection == Selection.TWO_RANDOM_CHOICES) ? 4 : 2;
			assertThat(figures.usedInTheEnd).as(selection.name()).isLessThanOrEqualTo(used);
		}
	}

	/**
	 * Requests come at random times at a mean rate per millisecond, to four connections
	 * that are open already; the first needs so many times as long per request.
	 */
	private static Figures simulate(Selection selection, double rate, int slowness) {
		Random random = new Random(42);
		PoolFixture fixture = new PoolFixture(new AccessMode.Shared(1),
				(config) -> config.selection(selection)
					.maxConnections(4)
					.lifetime(Duration.ofDays(1))
					.idleTime(Duration.ofDays(1)));
		fixture.acquire(4).forEach((waiter) -> waiter.thenAccept(Lease::release));
		fixture.handler.dials().forEach((dial) -> dial.succeed());
		fixture.handler.connections().forEach((connection) -> connection.allow(CAPACITY));
		fixture.random(random::nextDouble);
		Map<FakeConnection, Long> busyUntil = new HashMap<>();
		Map<FakeConnection, Integer> lastTenth = new HashMap<>();
		long[] took = new long[REQUESTS];
		for (int i = 0; i < REQUESTS; i++) {
			int number = i;
			long came = fixture.scheduler.nanoTime();
			fixture.acquire().thenAccept((lease) -> {
				FakeConnection connection = lease.state();
				int factor = (connection == fixture.handler.connections().get(0)) ? slowness : 1;
				long now = fixture.scheduler.nanoTime();
				long free = busyUntil.getOrDefault(connection, now);
				long done = ((free - now > 0) ? free : now) + factor * WORK.toNanos();
				busyUntil.put(connection, done);
				if (number >= REQUESTS * 9 / 10) {
					lastTenth.merge(connection, 1, Integer::sum);
				}
				fixture.scheduler.schedule(() -> {
					took[number] = fixture.scheduler.nanoTime() - came;
					lease.release();
				}, Duration.ofNanos(done - now));
			});
			fixture.pass(Duration.ofNanos((long) (-Math.log(1 - random.nextDouble()) / rate * 1e6)));
		}
		fixture.pass(Duration.ofHours(1));
		Arrays.sort(took);
		Figures figures = new Figures(took[REQUESTS / 2] / 1e6, took[REQUESTS * 99 / 100] / 1e6, lastTenth.size());
		logger.info("{}, {} requests per ms, slowness {}: median {} ms, 99 % {} ms, connections used in the end {}",
				selection, rate, slowness, figures.median, figures.slow, figures.usedInTheEnd);
		return figures;
	}

	/**
	 * What came of it.
	 *
	 * @param median half of the requests took no longer, in milliseconds
	 * @param slow 99 of 100 took no longer, in milliseconds
	 * @param usedInTheEnd connections that served one of the last tenth of requests
	 */
	private record Figures(double median, double slow, int usedInTheEnd) {
	}

}

package io.conpool.pool;

import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens in whatever order, the pool keeps its promises. A failure names its
 * seed: put it into {@link #seeds()} alone to see it again.
 */
class PoolModelTests {

	private static final int STEPS = 500;

	static LongStream seeds() {
		return LongStream.range(0, 500);
	}

	@ParameterizedTest(name = "seed {0}")
	@MethodSource("seeds")
	void whateverHappensThePoolKeepsItsPromises(long seed) {
		PoolModel model = new PoolModel(seed);
		try {
			for (int i = 0; i < STEPS; i++) {
				model.step();
			}
			model.quiesce();
		}
		catch (AssertionError | RuntimeException ex) {
			throw new AssertionError("seed " + seed + ": " + ex.getMessage() + "\nThe last steps were:\n"
					+ String.join("\n", model.lastSteps()), ex);
		}
	}

}

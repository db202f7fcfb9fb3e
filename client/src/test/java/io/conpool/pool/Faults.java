package io.conpool.pool;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Catches what a test's own listeners and handlers throw on purpose, wherever it comes
 * out: it is the state of the pool afterwards that these tests are about.
 */
final class Faults implements BeforeEachCallback, AfterEachCallback {

	private final List<Throwable> uncaught = new ArrayList<>();

	private Thread.UncaughtExceptionHandler before;

	@Override
	public void beforeEach(ExtensionContext context) {
		this.before = Thread.currentThread().getUncaughtExceptionHandler();
		Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> this.uncaught.add(thrown));
	}

	@Override
	public void afterEach(ExtensionContext context) {
		Thread.currentThread().setUncaughtExceptionHandler(this.before);
	}

	/** What came out at the end of a thread. */
	List<Throwable> uncaught() {
		return this.uncaught;
	}

	/** Runs something from which a fault may come out. */
	void tolerate(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException | Error ex) {
			this.uncaught.add(ex);
		}
	}

}

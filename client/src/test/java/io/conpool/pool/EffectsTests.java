package io.conpool.pool;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is decided under the lock is done outside it, all of it, in order.
 */
class EffectsTests {

	private final Effects effects = new Effects();

	private final List<String> done = new ArrayList<>();

	@RegisterExtension
	final Faults faults = new Faults();

	@Test
	void nothingIsDoneBeforeItIsRun() {
		this.effects.add(() -> this.done.add("a"));
		assertThat(this.done).isEmpty();
	}

	@Test
	void everythingIsDoneOnceAndInOrder() {
		this.effects.add(() -> this.done.add("a"));
		this.effects.add(() -> this.done.add("b"));
		this.effects.run();
		this.effects.run();
		assertThat(this.done).containsExactly("a", "b");
	}

	@Test
	void whatAnEffectLeadsToIsDoneAfterItAndNotInIt() {
		this.effects.add(() -> {
			this.effects.add(() -> this.done.add("inner"));
			this.effects.run();
			this.done.add("outer");
		});
		this.effects.run();
		assertThat(this.done).containsExactly("outer", "inner");
	}

	@Test
	void anEffectThatThrowsDoesNotKeepTheOthersFromRunning() {
		IllegalStateException fault = new IllegalStateException();
		this.effects.add(() -> {
			throw fault;
		});
		this.effects.add(() -> this.done.add("b"));
		this.effects.run();
		assertThat(this.done).containsExactly("b");
		assertThat(this.faults.uncaught()).containsExactly(fault);
	}

	@Test
	void anEffectThatThrowsAnErrorDoesNotKeepTheOthersFromRunning() {
		this.effects.add(() -> {
			throw new NoClassDefFoundError("a/Listener");
		});
		this.effects.add(() -> this.done.add("b"));
		this.faults.tolerate(this.effects::run);
		this.effects.add(() -> this.done.add("c"));
		this.effects.run();
		assertThat(this.done).containsExactly("b", "c");
	}

	@Test
	void aHandlerOfUncaughtExceptionsThatThrowsDoesNotKeepTheOthersFromRunning() {
		Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {
			throw new IllegalStateException();
		});
		this.effects.add(() -> {
			throw new IllegalArgumentException();
		});
		this.effects.add(() -> this.done.add("b"));
		this.faults.tolerate(this.effects::run);
		this.effects.add(() -> this.done.add("c"));
		this.effects.run();
		assertThat(this.done).containsExactly("b", "c");
	}

}

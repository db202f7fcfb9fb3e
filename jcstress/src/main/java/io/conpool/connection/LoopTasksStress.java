package io.conpool.connection;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.conpool.time.Scheduler;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/**
 * Work for a loop: each piece is done once, without a further wake-up, and flushed.
 */
public class LoopTasksStress {

	final Queue<Runnable> loop = new ConcurrentLinkedQueue<>();

	final LoopTasks tasks = new LoopTasks(this.loop::add, new NoTime(), () -> this.flushed = true);

	// The loop's, or the arbiter's after it.
	private int firsts;

	private int seconds;

	private boolean flushed = true;

	void first() {
		this.firsts++;
		this.flushed = false;
	}

	void second() {
		this.seconds++;
		this.flushed = false;
	}

	void turn() {
		for (Runnable woken = this.loop.poll(); woken != null; woken = this.loop.poll()) {
			woken.run();
		}
	}

	void look(IIZ_Result result) {
		turn();
		result.r1 = this.firsts;
		result.r2 = this.seconds;
		result.r3 = this.flushed;
	}

	/** Two threads give work at the same time. */
	@JCStressTest
	@State
	@Outcome(id = "1, 1, true", expect = Expect.ACCEPTABLE, desc = "Both were done and flushed.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Work was lost, done twice or not flushed.")
	public static class TwoThreads extends LoopTasksStress {

		@Actor
		public void one() {
			this.tasks.add(this::first);
		}

		@Actor
		public void another() {
			this.tasks.add(this::second);
		}

		@Arbiter
		public void after(IIZ_Result result) {
			look(result);
		}

	}

	/** A thread gives work to the loop that is at it. */
	@JCStressTest
	@State
	@Outcome(id = "1, 1, true", expect = Expect.ACCEPTABLE, desc = "Both were done and flushed.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Work was lost, done twice or not flushed.")
	public static class WhileTheLoopRuns extends LoopTasksStress {

		@Actor
		public void giver() {
			this.tasks.add(this::first);
			this.tasks.add(this::second);
		}

		@Actor
		public void theLoop() {
			turn();
			// As after a read.
			this.tasks.run();
			turn();
		}

		@Arbiter
		public void after(IIZ_Result result) {
			look(result);
		}

	}

	/** Nothing is scheduled here. */
	private static final class NoTime implements Scheduler {

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public Task schedule(Runnable task, Duration delay) {
			throw new UnsupportedOperationException();
		}

	}

}

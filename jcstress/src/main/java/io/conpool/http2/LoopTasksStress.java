package io.conpool.http2;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/**
 * Two threads give work to a loop that is running: each piece is done once, without a
 * further wake-up, and flushed.
 */
@JCStressTest
@State
@Outcome(id = "1, 1, true", expect = Expect.ACCEPTABLE, desc = "Both were done and flushed.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Work was lost, done twice or not flushed.")
public class LoopTasksStress {

	private final Queue<Runnable> loop = new ConcurrentLinkedQueue<>();

	private final LoopTasks tasks = new LoopTasks(this.loop::add, () -> this.flushed = true);

	// The loop's, or the arbiter's after it.
	private int first;

	private int second;

	private boolean flushed = true;

	@Actor
	public void one() {
		this.tasks.add(() -> {
			this.first++;
			this.flushed = false;
		});
	}

	@Actor
	public void another() {
		this.tasks.add(() -> {
			this.second++;
			this.flushed = false;
		});
	}

	@Actor
	public void loop() {
		turn();
		// As after a read.
		this.tasks.run();
		turn();
	}

	private void turn() {
		for (Runnable woken = this.loop.poll(); woken != null; woken = this.loop.poll()) {
			woken.run();
		}
	}

	@Arbiter
	public void after(IIZ_Result result) {
		turn();
		result.r1 = this.first;
		result.r2 = this.second;
		result.r3 = this.flushed;
	}

}

package io.conpool.transport;

import io.conpool.time.Scheduler;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/**
 * Tasks come and are taken back while the wheel turns.
 */
public class TimerWheelStress {

	final TimerWheel wheel = new TimerWheel(0);

	// The timer's, or the arbiter's after it.
	private int runs;

	Scheduler.Task add() {
		return this.wheel.add(() -> this.runs++, 0);
	}

	int runsInTheEnd() {
		this.wheel.turn();
		this.wheel.turn();
		return this.runs;
	}

	/** A task comes. */
	@JCStressTest
	@State
	@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "It was run once.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "It was lost, or run twice.")
	public static class Added extends TimerWheelStress {

		@Actor
		public void caller() {
			add();
		}

		@Actor
		public void timer() {
			this.wheel.turn();
		}

		@Arbiter
		public void after(I_Result result) {
			result.r1 = runsInTheEnd();
		}

	}

	/** A task is taken back. */
	@JCStressTest
	@State
	@Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "It was taken back in time.")
	@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "It had begun.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "It is still there, or was run twice.")
	public static class TakenBack extends TimerWheelStress {

		private final Scheduler.Task task = add();

		@Actor
		public void caller() {
			this.task.cancel();
		}

		@Actor
		public void timer() {
			this.wheel.turn();
		}

		@Arbiter
		public void after(ZI_Result result) {
			result.r1 = this.wheel.pending() == 0;
			result.r2 = runsInTheEnd();
		}

	}

}

package io.conpool.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.conpool.time.Scheduler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimerWheelTests {

	private static final long START = Long.MAX_VALUE - 5 * TimerWheel.TICK_NANOS;

	private static final long TICK = TimerWheel.TICK_NANOS;

	private final TimerWheel wheel = new TimerWheel(START);

	private final List<String> run = new ArrayList<>();

	private Scheduler.Task add(String name, long delay) {
		return this.wheel.add(() -> this.run.add(name), START + delay);
	}

	private void turn(int times) {
		for (int i = 0; i < times; i++) {
			this.wheel.turn();
		}
	}

	@Test
	void aTaskIsRunOnceAndNotBeforeItsTime() {
		add("late", 3 * TICK + 1);
		turn(3);
		assertThat(this.run).isEmpty();
		turn(1);
		assertThat(this.run).containsExactly("late");
		turn(1_000);
		assertThat(this.run).containsExactly("late");
	}

	@Test
	void whatIsDueAlreadyIsRunWithTheNextTurn() {
		turn(10);
		add("overdue", 0);
		assertThat(this.run).isEmpty();
		turn(1);
		assertThat(this.run).containsExactly("overdue");
	}

	@Test
	void aTaskMayBeDueAfterManyRounds() {
		add("much later", 1_000 * TICK);
		add("later", 999 * TICK);
		turn(998);
		assertThat(this.run).isEmpty();
		turn(1);
		assertThat(this.run).containsExactly("later");
		turn(1);
		assertThat(this.run).containsExactly("later", "much later");
	}

	@Test
	void whoComesFirstIsRunFirst() {
		add("a", TICK);
		add("b", TICK);
		add("c", TICK);
		turn(1);
		assertThat(this.run).containsExactly("a", "b", "c");
	}

	@Test
	void whatIsTakenBackIsNotRun() {
		add("before its turn", TICK).cancel();
		Scheduler.Task onTheWheel = add("on the wheel", 500 * TICK);
		turn(1);
		onTheWheel.cancel();
		turn(1_000);
		assertThat(this.run).isEmpty();
	}

	@Test
	void aTaskMayTakeBackAnotherThatIsDueWithIt() {
		List<Scheduler.Task> second = new ArrayList<>();
		this.wheel.add(() -> second.get(0).cancel(), START + TICK);
		second.add(add("second", TICK));
		add("third", TICK);
		turn(1);
		assertThat(this.run).containsExactly("third");
	}

	@Test
	void aTaskMayAddAnother() {
		this.wheel.add(() -> add("next", 0), START + TICK);
		add("other", TICK);
		turn(1);
		assertThat(this.run).containsExactly("other");
		turn(1);
		assertThat(this.run).containsExactly("other", "next");
	}

	@Test
	void whatIsDrivenOutOfTheRingIsRunToo() {
		for (int i = 0; i < 2 * TimerWheel.PLACES + 1; i++) {
			add("task " + i, TICK);
		}
		assertThat(this.wheel.pending()).isEqualTo(2 * TimerWheel.PLACES + 1);
		turn(1);
		assertThat(this.run).hasSize(2 * TimerWheel.PLACES + 1).doesNotHaveDuplicates();
		assertThat(this.run).startsWith("task 0", "task 1").endsWith("task " + 2 * TimerWheel.PLACES);
	}

	@Test
	void aPlaceIsLeftByItsOwnTaskAlone() {
		Scheduler.Task first = add("first", TICK);
		first.cancel();
		for (int i = 0; i < TimerWheel.PLACES; i++) {
			add("task " + i, TICK);
		}
		first.cancel();
		assertThat(this.wheel.pending()).isEqualTo(TimerWheel.PLACES);
	}

	@Test
	void onlyWhatWaitsIsPending() {
		add("soon", TICK);
		Scheduler.Task later = add("later", 500 * TICK);
		assertThat(this.wheel.pending()).isEqualTo(2);
		turn(1);
		assertThat(this.wheel.pending()).isOne();
		later.cancel();
		assertThat(this.wheel.pending()).isZero();
	}

	@Test
	void everyTaskIsRunAtTheFirstTurnFromItsTimeOn() {
		Random random = new Random(7);
		int[] wanted = new int[2_000];
		int[] actual = new int[wanted.length];
		int[] now = { 0 };
		for (int i = 0; i < wanted.length; i++) {
			int task = i;
			long delay = (long) (random.nextDouble() * 600 * TICK);
			wanted[i] = (int) Math.max(1, (delay + TICK - 1) / TICK);
			this.wheel.add(() -> actual[task] = now[0], START + delay);
		}
		while (now[0] < 601) {
			now[0]++;
			turn(1);
		}
		assertThat(actual).isEqualTo(wanted);
	}

}

package io.conpool.connection;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.conpool.time.Scheduler;

/**
 * Work for a connection's event loop from any thread: one wake-up of the loop and one
 * flush for a burst. Safe for use by several threads; the work runs on the loop.
 */
public final class LoopTasks implements LoopTimer {

	private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean woken = new AtomicBoolean();

	private final Executor loop;

	private final Scheduler scheduler;

	private final Runnable flush;

	/**
	 * Makes a queue without work.
	 * @param loop the event loop
	 * @param scheduler keeps the time
	 * @param flush called at the end of each burst of work
	 */
	public LoopTasks(Executor loop, Scheduler scheduler, Runnable flush) {
		this.loop = loop;
		this.scheduler = scheduler;
		this.flush = flush;
	}

	/**
	 * Adds work. Once the loop is stopped, and every connection with it, the work runs
	 * here: nothing may be lost.
	 * @param task the work
	 */
	public void add(Runnable task) {
		this.queue.add(task);
		if (this.woken.compareAndSet(false, true)) {
			try {
				this.loop.execute(this::run);
			}
			catch (RejectedExecutionException ex) {
				run();
			}
		}
	}

	/**
	 * Does what there is, and flushes once. On the loop.
	 */
	public void run() {
		this.woken.set(false);
		for (Runnable task = this.queue.poll(); task != null; task = this.queue.poll()) {
			task.run();
		}
		this.flush.run();
	}

	@Override
	public long nanoTime() {
		return this.scheduler.nanoTime();
	}

	@Override
	public Scheduler.Task schedule(Duration delay, Runnable task) {
		return this.scheduler.schedule(() -> add(task), delay);
	}

}

package io.conpool.transport;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * Work for a connection's event loop from any thread: one wake-up of the loop and one
 * flush for a burst. What the loop adds while it reads a burst waits for the end of that
 * without a wake-up. Safe for use by several threads; the work runs on the loop.
 */
public final class LoopTasks {

	private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

	// Added by the thread that reads a burst.
	private final Queue<Runnable> own = new ArrayDeque<>();

	private final AtomicBoolean woken = new AtomicBoolean();

	private final Executor loop;

	private final Runnable flush;

	// Set and read without order: only the thread itself ever finds itself here.
	private @Nullable Thread reading;

	/**
	 * Makes a queue without work.
	 * @param loop the event loop
	 * @param flush called at the end of each burst of work
	 */
	public LoopTasks(Executor loop, Runnable flush) {
		this.loop = loop;
		this.flush = flush;
	}

	/**
	 * The loop begins to read a burst; {@link #run} is called at its end. On the loop.
	 */
	public void begin() {
		this.reading = Thread.currentThread();
	}

	/**
	 * Adds work. Once the loop is stopped, and every connection with it, the work runs
	 * here: nothing may be lost.
	 * @param task the work
	 */
	public void add(Runnable task) {
		if (isReading()) {
			this.own.add(task);
			return;
		}
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

	private boolean isReading() {
		return this.reading == Thread.currentThread();
	}

	/**
	 * Does what there is, and flushes once. On the loop.
	 */
	public void run() {
		this.woken.set(false);
		for (Runnable task = next(); task != null; task = next()) {
			task.run();
		}
		if (isReading()) {
			this.reading = null;
		}
		this.flush.run();
	}

	private @Nullable Runnable next() {
		Runnable task = isReading() ? this.own.poll() : null;
		return (task != null) ? task : this.queue.poll();
	}

}

package io.conpool;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.conpool.error.ForeignFault;
import io.conpool.transport.LoopHandover;

/**
 * The threads that run what depends on a client's futures, where the application gives
 * none. A fork-join pool, since that starts further threads when one waits for another
 * future; with the class loader of whoever made the client, which the common pool does
 * not have. What an event loop has for them in one turn wakes them once. Safe for use by
 * several threads.
 */
final class CallbackThreads implements Executor {

	// Beyond this a callback that waits just waits.
	private static final int MAX_THREADS = 256;

	private final ForkJoinPool pool;

	private final Consumer<List<Runnable>> handover = this::executeAll;

	private CallbackThreads(ForkJoinPool pool) {
		this.pool = pool;
	}

	static CallbackThreads start() {
		ClassLoader loader = Thread.currentThread().getContextClassLoader();
		int parallelism = Math.max(2, Runtime.getRuntime().availableProcessors());
		return new CallbackThreads(new ForkJoinPool(parallelism, (pool) -> new Worker(pool, loader), null, true, 0,
				MAX_THREADS, 1, (full) -> true, 10, TimeUnit.SECONDS));
	}

	/**
	 * Runs a task soon, in a thread of its own as far as there are so many.
	 * @throws RejectedExecutionException if the threads are stopped
	 */
	@Override
	public void execute(Runnable task) {
		if (!LoopHandover.keep(this.handover, task)) {
			this.pool.execute(task);
		}
	}

	/**
	 * The first thread that wakes puts all others into its queue, from which every thread
	 * may take them: a task that waits holds up none.
	 */
	private void executeAll(List<Runnable> tasks) {
		try {
			this.pool.execute(() -> {
				tasks.subList(1, tasks.size()).forEach(this::executeOrRun);
				tasks.get(0).run();
			});
		}
		catch (RejectedExecutionException ex) {
			ForeignFault.tellEach(tasks, Runnable::run);
		}
	}

	/**
	 * Whoever waits for a task must not wait for ever, though the threads are stopped.
	 */
	private void executeOrRun(Runnable task) {
		try {
			this.pool.execute(task);
		}
		catch (RejectedExecutionException ex) {
			ForeignFault.tellEach(List.of(task), Runnable::run);
		}
	}

	/** What has been handed over is still run. */
	void shutdown() {
		this.pool.shutdown();
	}

	private static final class Worker extends ForkJoinWorkerThread {

		Worker(ForkJoinPool pool, ClassLoader loader) {
			super(pool);
			setName("conpool-h2-callback-" + getPoolIndex());
			setContextClassLoader(loader);
		}

	}

}

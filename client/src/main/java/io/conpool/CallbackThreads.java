package io.conpool;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;

/**
 * The threads that run what depends on a client's futures, where the application gives
 * none. A fork-join pool, since that starts further threads when one waits for another
 * future; with the class loader of whoever made the client, which the common pool does
 * not have. Stateless.
 */
final class CallbackThreads {

	// Beyond this a callback that waits just waits.
	private static final int MAX_THREADS = 256;

	private CallbackThreads() {
	}

	static ForkJoinPool start() {
		ClassLoader loader = Thread.currentThread().getContextClassLoader();
		int parallelism = Math.max(2, Runtime.getRuntime().availableProcessors());
		return new ForkJoinPool(parallelism, (pool) -> new Worker(pool, loader), null, true, 0, MAX_THREADS, 1,
				(full) -> true, 10, TimeUnit.SECONDS);
	}

	private static final class Worker extends ForkJoinWorkerThread {

		Worker(ForkJoinPool pool, ClassLoader loader) {
			super(pool);
			setName("conpool-h2-callback-" + getPoolIndex());
			setContextClassLoader(loader);
		}

	}

}

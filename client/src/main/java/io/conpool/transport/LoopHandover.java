package io.conpool.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * What an event loop hands over to other threads in one turn, so that they are woken once
 * for it and do not take the processor from the loop in the middle of a burst. Confined
 * to its event loop.
 */
public final class LoopHandover implements Runnable {

	private static final FastThreadLocal<LoopHandover> CURRENT = new FastThreadLocal<>();

	// Set before the loop runs.
	private @Nullable SingleThreadEventLoop loop;

	private @Nullable Consumer<List<Runnable>> receiver;

	private List<Runnable> tasks = new ArrayList<>();

	LoopHandover() {
	}

	/**
	 * Keeps a task until the end of the loop's turn, if the calling thread is an event
	 * loop's.
	 * @param receiver gets it then, with those before and behind it that were for the
	 * same receiver, in their order; it must not block and not throw
	 * @param task the task
	 * @return false if it was not kept: the thread is none of a loop, or the loop ends
	 */
	public static boolean keep(Consumer<List<Runnable>> receiver, Runnable task) {
		LoopHandover current = CURRENT.getIfExists();
		return current != null && current.add(receiver, task);
	}

	void of(SingleThreadEventLoop known) {
		this.loop = known;
	}

	/** The loop's thread. */
	void whileRunning(Runnable run) {
		CURRENT.set(this);
		try {
			run.run();
		}
		finally {
			CURRENT.remove();
		}
	}

	private boolean add(Consumer<List<Runnable>> wanted, Runnable task) {
		if (this.receiver != wanted) {
			run();
			if (!isToldOfTheEnd()) {
				return false;
			}
			this.receiver = wanted;
		}
		return this.tasks.add(task);
	}

	private boolean isToldOfTheEnd() {
		SingleThreadEventLoop current = this.loop;
		if (current == null || current.isShuttingDown()) {
			return false;
		}
		try {
			current.executeAfterEventLoopIteration(this);
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	/** The turn ends. */
	@Override
	public void run() {
		Consumer<List<Runnable>> ready = this.receiver;
		if (ready != null) {
			List<Runnable> handed = this.tasks;
			this.receiver = null;
			this.tasks = new ArrayList<>(handed.size());
			ready.accept(handed);
		}
	}

}

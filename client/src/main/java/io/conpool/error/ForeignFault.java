package io.conpool.error;

import java.util.List;
import java.util.function.Consumer;

/**
 * What to do with what code throws that is not ours, a listener's or a handler's, where
 * nobody can be told and the work must go on. Stateless.
 */
public final class ForeignFault {

	private ForeignFault() {
	}

	/**
	 * Hands the fault to the thread's handler of uncaught exceptions.
	 * @param fault what was thrown
	 */
	public static void report(Throwable fault) {
		Thread thread = Thread.currentThread();
		try {
			thread.getUncaughtExceptionHandler().uncaughtException(thread, fault);
		}
		catch (RuntimeException | Error ex) {
			// The handler's own fault: there is nobody left to tell.
			return;
		}
	}

	/**
	 * Tells every listener of an event; what one throws reaches neither the others nor
	 * the caller.
	 * @param <L> the listeners' type
	 * @param listeners the listeners
	 * @param event what to tell
	 */
	public static <L> void tellEach(List<L> listeners, Consumer<L> event) {
		for (L listener : listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException | Error ex) {
				report(ex);
			}
		}
	}

}

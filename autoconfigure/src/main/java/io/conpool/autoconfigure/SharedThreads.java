package io.conpool.autoconfigure;

import java.util.function.Supplier;

import io.conpool.ClientResources;
import org.jspecify.annotations.Nullable;

/**
 * The threads of all clients: those of a bean, and where that is not the application's
 * own, new ones after they were stopped. Guarded by itself.
 */
final class SharedThreads {

	private final Supplier<ClientResources> starter;

	private boolean own;

	private @Nullable ClientResources bean;

	// Null while there are none.
	private @Nullable ClientResources present;

	/**
	 * Makes an object without threads.
	 * @param starter starts some
	 */
	SharedThreads(Supplier<ClientResources> starter) {
		this.starter = starter;
	}

	/**
	 * Starts the threads of the bean.
	 * @return the threads, to be closed with the application context
	 */
	synchronized ClientResources start() {
		ClientResources started = this.starter.get();
		this.own = true;
		this.present = started;
		return started;
	}

	/**
	 * Uses the threads of the bean, whoever has made it.
	 * @param bean the threads
	 */
	synchronized void use(ClientResources bean) {
		this.own = this.own && bean == this.present;
		this.present = bean;
		this.bean = bean;
	}

	/**
	 * The threads, new ones if they were stopped.
	 * @return the threads
	 */
	synchronized ClientResources get() {
		if (this.present == null) {
			this.present = this.starter.get();
		}
		return this.present;
	}

	/** Stops them, unless they are the application's. */
	synchronized void stop() {
		if (this.own && this.present != null) {
			this.present.close();
			this.present = null;
		}
	}

	/** Stops those that are there in place of the bean's, which the context closes. */
	synchronized void stopRestarted() {
		if (this.present != this.bean) {
			stop();
		}
	}

}

package io.conpool.autoconfigure;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Stops the clients with the application context, the last of all, and lets them start
 * again when it is started: for a checkpoint, connections and threads are gone. When the
 * context is closed nothing is done here, since then clients are closed as beans are,
 * after those that use them. Safe for use by several threads.
 */
final class ClientLifecycle implements SmartLifecycle {

	private final NamedClients clients;

	private final ClientWarmUp warmUp;

	private final ConfigurableApplicationContext context;

	// Clients may be used while the context starts.
	private volatile boolean running = true;

	ClientLifecycle(NamedClients clients, ClientWarmUp warmUp, ConfigurableApplicationContext context) {
		this.clients = clients;
		this.warmUp = warmUp;
		this.context = context;
	}

	@Override
	public void start() {
		this.clients.permitStart();
		this.running = true;
		this.warmUp.inBackground();
	}

	@Override
	public void stop() {
		this.running = false;
		if (!this.context.isClosed()) {
			this.clients.stop();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Connections do nothing by themselves that a pause would have to end. */
	@Override
	public boolean isPauseable() {
		return false;
	}

	/** Started first and stopped last, after the web server and whatever uses clients. */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}

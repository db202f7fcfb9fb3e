package io.conpool;

import java.util.concurrent.Executor;

import io.conpool.endpoint.AddressResolver;
import io.conpool.time.Scheduler;
import io.conpool.transport.TransportConfig;
import io.conpool.transport.TransportResources;
import org.jspecify.annotations.Nullable;

/**
 * The threads that several clients share: event loops, timer, name resolution and
 * callbacks. Each client has its connections, TLS and limits to itself, so that the
 * number of threads does not grow with the number of clients. All are daemons, and none
 * runs before a client needs it, but one event loop for Netty's DNS client. To be closed
 * after the clients. Safe for use by several threads.
 */
public final class ClientResources implements AutoCloseable {

	private final TransportResources transport;

	private final Executor callbacks;

	private final Runnable stopCallbacks;

	private ClientResources(TransportResources transport, @Nullable Executor callbacks) {
		this.transport = transport;
		if (callbacks != null) {
			this.callbacks = callbacks;
			this.stopCallbacks = () -> {
			};
		}
		else {
			CallbackThreads own = CallbackThreads.start();
			this.callbacks = own;
			this.stopCallbacks = own::shutdown;
		}
	}

	/**
	 * Resources with all threads of their own.
	 * @param config of which {@link TransportConfig#type()},
	 * {@link TransportConfig#eventLoopThreads()} and {@link TransportConfig#resolver()}
	 * are used here; the rest is each client's own
	 * @return new resources
	 * @throws io.conpool.error.InvalidSettingException if the transport type or the
	 * resolver is not available
	 */
	public static ClientResources start(TransportConfig config) {
		return builder().transport(config).start();
	}

	/**
	 * A builder that begins with the defaults.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The clock and timer of all clients over these resources.
	 * @return the scheduler; it is stopped with the resources
	 */
	public Scheduler scheduler() {
		return this.transport.scheduler();
	}

	TransportResources transport() {
		return this.transport;
	}

	Executor callbacks() {
		return this.callbacks;
	}

	/**
	 * Stops the threads, within two seconds in the background. Clients that are still
	 * open end at once: their connections are closed, and calls, those under way
	 * included, end with {@link io.conpool.error.H2Error.ClientClosed} or
	 * {@link io.conpool.error.H2Error.ConnectionLost}.
	 */
	@Override
	public void close() {
		this.transport.stop().thenRun(this.stopCallbacks);
	}

	/**
	 * Collects what resources are made of. Confined to one thread.
	 */
	public static final class Builder {

		private TransportConfig transport = TransportConfig.defaults();

		private @Nullable AddressResolver resolver;

		private @Nullable Executor callbackExecutor;

		private Builder() {
		}

		/**
		 * Sets which event loops and which resolver there are.
		 * @param config as in {@link ClientResources#start}
		 * @return this
		 */
		public Builder transport(TransportConfig config) {
			this.transport = config;
			return this;
		}

		/**
		 * Sets how hosts are resolved; as {@link TransportConfig#resolver()} says by
		 * default.
		 * @param value the resolver, not stopped with the resources; or null for the
		 * default
		 * @return this
		 */
		public Builder resolver(@Nullable AddressResolver value) {
			this.resolver = value;
			return this;
		}

		/**
		 * Sets who runs what depends on the futures of {@link H2Client#sendAsync};
		 * threads that are shared and end with the resources by default.
		 * @param value the executor, not stopped with the resources; or null for the
		 * default
		 * @return this
		 */
		public Builder callbackExecutor(@Nullable Executor value) {
			this.callbackExecutor = value;
			return this;
		}

		/**
		 * Makes the resources.
		 * @return new resources
		 * @throws io.conpool.error.InvalidSettingException if the transport type or the
		 * resolver is not available
		 */
		public ClientResources start() {
			return new ClientResources(TransportResources.start(this.transport, this.resolver), this.callbackExecutor);
		}

	}

}

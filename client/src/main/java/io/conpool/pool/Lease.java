package io.conpool.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.conpool.endpoint.Endpoint;

/**
 * The right to use a connection once: for HTTP/2, one stream. It must be released, and
 * only the first release counts. Safe for use by several threads.
 *
 * @param <S> the state of one connection
 */
public final class Lease<S> implements AutoCloseable {

	private static final VarHandle RELEASED = released();

	private final PooledConnection<S> connection;

	private final boolean reuse;

	// Set once, by RELEASED.
	@SuppressWarnings("unused")
	private volatile boolean released;

	Lease(PooledConnection<S> connection, boolean reuse) {
		this.connection = connection;
		this.reuse = reuse;
	}

	/** Whether the connection had been lent before. */
	boolean isReuse() {
		return this.reuse;
	}

	/**
	 * The connection.
	 * @return its state
	 */
	public S state() {
		return this.connection.state();
	}

	/**
	 * Where the connection leads.
	 * @return the endpoint
	 */
	public Endpoint endpoint() {
		return this.connection.endpoint();
	}

	/**
	 * Gives the connection back. It may serve the next waiter, on this thread.
	 */
	public void release() {
		if (RELEASED.compareAndSet(this, false, true)) {
			this.connection.released();
		}
	}

	@Override
	public void close() {
		release();
	}

	private static VarHandle released() {
		try {
			return MethodHandles.lookup().findVarHandle(Lease.class, "released", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

}

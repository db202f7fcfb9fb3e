package io.conpool.testing;

import java.util.concurrent.CompletableFuture;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.pool.AccessMode;
import io.conpool.pool.ConnectionEvents;

/**
 * One attempt to connect, which ends when the test says so. Safe for use by several
 * threads.
 */
public final class FakeDial {

	private final CompletableFuture<FakeConnection> result = new CompletableFuture<>();

	private final FakeHandler handler;

	private final Endpoint endpoint;

	private final ConnectionEvents events;

	FakeDial(FakeHandler handler, Endpoint endpoint, ConnectionEvents events) {
		this.handler = handler;
		this.endpoint = endpoint;
		this.events = events;
	}

	/**
	 * Where it leads.
	 * @return the endpoint
	 */
	public Endpoint endpoint() {
		return this.endpoint;
	}

	/**
	 * By which the connection speaks to its pool, before it is made too.
	 * @return the events
	 */
	public ConnectionEvents events() {
		return this.events;
	}

	CompletableFuture<FakeConnection> result() {
		return this.result;
	}

	/**
	 * The connection is made, with the handler's mode.
	 * @return the connection
	 */
	public FakeConnection succeed() {
		return succeed(this.handler.mode());
	}

	/**
	 * The connection is made.
	 * @param mode its mode
	 * @return the connection
	 */
	public FakeConnection succeed(AccessMode mode) {
		FakeConnection connection = this.handler.makeConnection(this, mode);
		this.result.complete(connection);
		return connection;
	}

	/**
	 * The connection is made, but the peer has put an end to its use already.
	 * @return the connection
	 */
	public FakeConnection succeedUnhealthy() {
		FakeConnection connection = this.handler.makeConnection(this, this.handler.mode());
		connection.becomeUnhealthy();
		this.result.complete(connection);
		return connection;
	}

	/**
	 * The attempt fails.
	 * @param error why
	 */
	public void fail(H2Error error) {
		fail(error.asException());
	}

	/**
	 * The attempt fails.
	 * @param thrown what the stage ends with
	 */
	public void fail(Throwable thrown) {
		this.result.completeExceptionally(thrown);
	}

}

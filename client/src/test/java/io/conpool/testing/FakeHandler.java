package io.conpool.testing;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.conpool.endpoint.Endpoint;
import io.conpool.pool.AccessMode;
import io.conpool.pool.ConnectionEvents;
import io.conpool.pool.ProtocolHandler;

/**
 * A protocol without a network: the test decides how each dial ends and what each
 * connection does. Safe for use by several threads.
 */
public final class FakeHandler implements ProtocolHandler<FakeConnection> {

	private final List<FakeDial> dials = new CopyOnWriteArrayList<>();

	private final List<FakeConnection> connections = new CopyOnWriteArrayList<>();

	private final AtomicInteger acquired = new AtomicInteger();

	private final AtomicInteger released = new AtomicInteger();

	private final AccessMode assumed;

	private volatile AccessMode mode;

	private volatile boolean connectsAtOnce;

	private volatile boolean closesAtOnce = true;

	private volatile Consumer<FakeExchange> onExchange = (exchange) -> {
	};

	/**
	 * Makes a handler that assumes a mode of connections and makes them so.
	 * @param mode the mode
	 */
	public FakeHandler(AccessMode mode) {
		this.assumed = mode;
		this.mode = mode;
	}

	/**
	 * From now on connections are made with this mode, whatever is assumed.
	 * @param mode the mode
	 * @return this
	 */
	public FakeHandler connectsAs(AccessMode mode) {
		this.mode = mode;
		return this;
	}

	/**
	 * From now on every dial succeeds before {@link #connect} returns.
	 * @return this
	 */
	public FakeHandler connectsAtOnce() {
		this.connectsAtOnce = true;
		return this;
	}

	/**
	 * From now on a close ends when the test says so by
	 * {@link FakeConnection#finishClose}.
	 * @return this
	 */
	public FakeHandler closesByHand() {
		this.closesAtOnce = false;
		return this;
	}

	/**
	 * From now on this happens while an exchange begins, on any connection that is made.
	 * @param action gets the exchange before its beginner has it
	 * @return this
	 */
	public FakeHandler onExchange(Consumer<FakeExchange> action) {
		this.onExchange = action;
		return this;
	}

	@Override
	public CompletionStage<FakeConnection> connect(Endpoint endpoint, ConnectionEvents events) {
		FakeDial dial = new FakeDial(this, endpoint, events);
		this.dials.add(dial);
		if (this.connectsAtOnce) {
			dial.succeed();
		}
		return dial.result();
	}

	FakeConnection makeConnection(FakeDial dial, AccessMode chosen) {
		FakeConnection connection = new FakeConnection(dial.endpoint(), dial.events(), chosen, this.closesAtOnce,
				(exchange) -> this.onExchange.accept(exchange));
		this.connections.add(connection);
		return connection;
	}

	@Override
	public AccessMode accessMode(FakeConnection connection) {
		return connection.mode();
	}

	@Override
	public AccessMode assumedAccessMode(Endpoint endpoint) {
		return this.assumed;
	}

	@Override
	public boolean isHealthy(FakeConnection connection) {
		return connection.isHealthy();
	}

	@Override
	public boolean isSuspect(FakeConnection connection) {
		return connection.isSuspect();
	}

	@Override
	public void onAcquire(FakeConnection connection) {
		this.acquired.incrementAndGet();
	}

	@Override
	public void onRelease(FakeConnection connection) {
		this.released.incrementAndGet();
	}

	@Override
	public CompletionStage<Void> close(FakeConnection connection) {
		return connection.close();
	}

	AccessMode mode() {
		return this.mode;
	}

	/**
	 * Every attempt to connect so far, oldest first.
	 * @return the attempts
	 */
	public List<FakeDial> dials() {
		return List.copyOf(this.dials);
	}

	/**
	 * The attempts that have not ended.
	 * @return the attempts, oldest first
	 */
	public List<FakeDial> pendingDials() {
		return this.dials.stream().filter((dial) -> !dial.result().isDone()).toList();
	}

	/**
	 * The newest attempt.
	 * @return the attempt
	 */
	public FakeDial lastDial() {
		return this.dials.get(this.dials.size() - 1);
	}

	/**
	 * Every connection that was made so far, oldest first.
	 * @return the connections
	 */
	public List<FakeConnection> connections() {
		return List.copyOf(this.connections);
	}

	/**
	 * How many leases began.
	 * @return the number of calls of {@link #onAcquire}
	 */
	public int acquired() {
		return this.acquired.get();
	}

	/**
	 * How many leases ended.
	 * @return the number of calls of {@link #onRelease}
	 */
	public int released() {
		return this.released.get();
	}

}

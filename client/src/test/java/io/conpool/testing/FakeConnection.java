package io.conpool.testing;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.ConnectionState;
import io.conpool.http.Exchange;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.http.HttpConnection;
import io.conpool.pool.AccessMode;
import io.conpool.pool.ConnectionEvents;

/**
 * A connection that does what the test says, as the peer of a real one would make it do.
 * Safe for use by several threads.
 */
public final class FakeConnection implements HttpConnection {

	private final Endpoint endpoint;

	private final ConnectionEvents events;

	private final boolean closesAtOnce;

	private final Consumer<FakeExchange> onExchange;

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private final AtomicInteger closeCalls = new AtomicInteger();

	private final List<FakeExchange> exchanges = new CopyOnWriteArrayList<>();

	private volatile AccessMode mode;

	private volatile boolean healthy = true;

	private volatile boolean suspect;

	private volatile boolean gone;

	FakeConnection(Endpoint endpoint, ConnectionEvents events, AccessMode mode, boolean closesAtOnce,
			Consumer<FakeExchange> onExchange) {
		this.endpoint = endpoint;
		this.events = events;
		this.mode = mode;
		this.closesAtOnce = closesAtOnce;
		this.onExchange = onExchange;
	}

	@Override
	public Endpoint endpoint() {
		return this.endpoint;
	}

	@Override
	public String protocolVersion() {
		return "2";
	}

	@Override
	public ConnectionState state() {
		return this.healthy ? ConnectionState.OPEN : ConnectionState.DRAINING;
	}

	@Override
	public int openStreams() {
		return this.exchanges.size();
	}

	@Override
	public String remoteAddress() {
		return "127.0.0.1:1";
	}

	@Override
	public String id() {
		return "fake";
	}

	/**
	 * By which it speaks to its pool.
	 * @return the events
	 */
	public ConnectionEvents events() {
		return this.events;
	}

	/**
	 * How many may use it now.
	 * @return the mode
	 */
	public AccessMode mode() {
		return this.mode;
	}

	/**
	 * Whether it may be lent.
	 * @return as the test has said
	 */
	public boolean isHealthy() {
		return this.healthy;
	}

	/**
	 * Whether there is doubt that the peer answers.
	 * @return as the test has said
	 */
	public boolean isSuspect() {
		return this.suspect;
	}

	// What the peer does

	/**
	 * A doubt arises, or ends well, and the pool hears of it.
	 * @param doubt whether there is one
	 */
	public void suspect(boolean doubt) {
		this.suspect = doubt;
		this.events.changed();
	}

	/**
	 * The protocol wants it replaced, and the pool hears of it.
	 * @param reason why
	 */
	public void retire(String reason) {
		this.events.retire(reason);
	}

	/**
	 * The peer allows another number of streams, and the pool hears of it.
	 * @param capacity how many
	 */
	public void allow(int capacity) {
		this.mode = new AccessMode.Shared(capacity);
		this.events.changed();
	}

	/**
	 * Its health is lost, and the pool has not heard of it yet.
	 */
	public void becomeUnhealthy() {
		this.healthy = false;
	}

	/**
	 * The peer answers for the first time, and the pool hears of it.
	 */
	public void serve() {
		this.events.served();
	}

	/**
	 * The peer takes no new streams, and the pool hears of it.
	 * @param cause what the peer said
	 */
	public void drain(H2Error cause) {
		this.healthy = false;
		this.events.draining(cause);
	}

	/**
	 * The socket is closed by the peer, and the pool hears of it.
	 */
	public void peerCloses() {
		this.healthy = false;
		this.gone = true;
		this.events.closed();
	}

	// What the pool does

	CompletionStage<Void> close() {
		this.closeCalls.incrementAndGet();
		this.healthy = false;
		if (this.closesAtOnce) {
			finishClose();
		}
		return this.closed;
	}

	/**
	 * The close that the pool asked for is done.
	 */
	public void finishClose() {
		this.gone = true;
		this.closed.complete(null);
	}

	/**
	 * The close that the pool asked for ends in an exception.
	 */
	public void failClose() {
		this.gone = true;
		this.closed.completeExceptionally(new IllegalStateException("cannot close"));
	}

	/**
	 * How often the pool asked for the close.
	 * @return the number
	 */
	public int closeCalls() {
		return this.closeCalls.get();
	}

	/**
	 * Whether its socket is closed, by whomever.
	 * @return true if so
	 */
	public boolean isGone() {
		return this.gone;
	}

	// What a call does

	@Override
	public Exchange exchange(H2Request request, ExchangeObserver observer) {
		FakeExchange exchange = new FakeExchange(request, observer, this::serve);
		this.exchanges.add(exchange);
		this.onExchange.accept(exchange);
		return exchange;
	}

	/**
	 * The exchanges so far, oldest first.
	 * @return the exchanges
	 */
	public List<FakeExchange> exchanges() {
		return List.copyOf(this.exchanges);
	}

	/**
	 * The newest exchange.
	 * @return the exchange
	 */
	public FakeExchange lastExchange() {
		return this.exchanges.get(this.exchanges.size() - 1);
	}

}

package io.conpool.connection.http1;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.conpool.connection.ChannelEvents;
import io.conpool.connection.ConnectionChannel;
import io.conpool.connection.ConnectionOwner;
import io.conpool.connection.LoopTasks;
import io.conpool.connection.LoopTimer;
import io.conpool.connection.OutputBuffer;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.ConnectionState;
import io.conpool.http.Exchange;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.http.HttpConnectionListener;
import io.conpool.time.Scheduler;
import io.netty.handler.codec.http.HttpObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inner side of a connection: its state, and the exchange that it serves. What others
 * may see of it are volatile snapshots, and {@link #exchange}, {@link #close} and
 * {@link #onLoop} may be called by any thread; everything else is confined to the
 * connection's event loop.
 */
final class Http1Loop implements ChannelEvents {

	private static final Logger logger = LoggerFactory.getLogger(Http1Loop.class);

	private final Endpoint endpoint;

	private final Http1Config config;

	private final HttpConnectionListener listener;

	private final ConnectionOwner<?> owner;

	private final ConnectionChannel channel;

	private final LoopTasks tasks;

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private volatile ConnectionState state = ConnectionState.OPEN;

	private volatile boolean busy;

	// Confined to the event loop.
	private final OutputBuffer output;

	private final RequestEncoder writer;

	private final IdleLimit idleLimit;

	private @Nullable Http1Exchange current;

	private boolean used;

	Http1Loop(Endpoint endpoint, Http1Config config, HttpConnectionListener listener, ConnectionOwner<?> owner,
			ConnectionChannel channel, Scheduler scheduler) {
		this.endpoint = endpoint;
		this.config = config;
		this.listener = listener;
		this.owner = owner;
		this.channel = channel;
		this.tasks = new LoopTasks(channel.loop(), scheduler, this::endBurst);
		this.idleLimit = new IdleLimit(this.tasks, this::idleForTooLong);
		this.output = new OutputBuffer(channel, (bytes) -> listener.onBytesWritten(endpoint, bytes));
		this.writer = new RequestEncoder(this.output);
	}

	// For every thread

	Exchange exchange(H2Request request, ExchangeObserver observer) {
		Http1Exchange exchange = new Http1Exchange(this, request, observer, this.config);
		onLoop(() -> open(exchange));
		return exchange;
	}

	CompletionStage<Void> close() {
		onLoop(() -> shutDown(null, null));
		return this.closed;
	}

	/** Runs a task on the event loop, soon. */
	void onLoop(Runnable task) {
		this.tasks.add(task);
	}

	LoopTimer timer() {
		return this.tasks;
	}

	Endpoint endpoint() {
		return this.endpoint;
	}

	ConnectionState state() {
		return this.state;
	}

	boolean isBusy() {
		return this.busy;
	}

	ConnectionChannel channel() {
		return this.channel;
	}

	// For the exchange and the channel, on the event loop

	OutputBuffer output() {
		return this.output;
	}

	RequestEncoder writer() {
		return this.writer;
	}

	IdleLimit idleLimit() {
		return this.idleLimit;
	}

	// For the decoder

	/** Bytes have arrived. */
	void heard() {
		if (this.current != null) {
			this.current.heard();
		}
	}

	boolean expectsResponse() {
		return this.current != null;
	}

	boolean expectsHead() {
		return this.current != null && this.current.request().method().equals("HEAD");
	}

	// From the channel

	@Override
	public void received(Object message) {
		if (this.current != null) {
			this.current.response().on((HttpObject) message);
		}
	}

	@Override
	public void failed(Throwable cause) {
		breach(cause.toString());
	}

	@Override
	public void start() {
		// A server may answer, and close, before it has read the request (RFC 9112
		// section
		// 9.6).
		this.channel.readToTheEnd();
		logger.debug("[{}] {} open, HTTP/1.1", this.channel.id(), this.endpoint);
		this.owner.ready();
	}

	private void open(Http1Exchange exchange) {
		if (exchange.isEnded()) {
			return;
		}
		if (this.state != ConnectionState.OPEN || this.current != null) {
			exchange.refuse(notSent(
					(this.current != null) ? "the connection serves another" : "the connection is " + this.state));
			return;
		}
		this.current = exchange;
		this.busy = true;
		this.idleLimit.busy();
		exchange.begin(this.used);
		this.used = true;
	}

	private H2Error notSent(String reason) {
		return new H2Error.NotSent(this.endpoint, reason);
	}

	/** The peer answers a request. */
	void answered() {
		this.owner.served();
	}

	/** The response that is under way is the connection's last (RFC 9112 section 9.6). */
	void drain() {
		drain("the server ends the connection after its present response");
	}

	private void drain(String reason) {
		if (this.state == ConnectionState.OPEN) {
			this.state = ConnectionState.DRAINING;
			this.owner.draining(notSent(reason));
		}
	}

	@Override
	public void writeFailed() {
		drain("a write to the connection has failed");
		this.channel.closeSoon();
	}

	/** The response is complete; the connection is free, or over. */
	void completed(boolean reusable) {
		this.current = null;
		this.busy = false;
		if (reusable && this.state == ConnectionState.OPEN) {
			this.channel.reading(true);
			this.idleLimit.idle();
		}
		else {
			shutDown(notSent("the connection has ended with its last response"), null);
		}
	}

	/** The server is about to close it. */
	void idleForTooLong() {
		shutDown(notSent("the server keeps it idle no longer"), null);
	}

	/** The peer broke the protocol: what follows on the connection has no meaning. */
	void breach(String detail) {
		fail(new H2Error.ProtocolError(this.endpoint, Http2ErrorCode.PROTOCOL_ERROR, detail, false));
	}

	/** The connection ends, and what is under way on it, with an error. */
	void fail(H2Error error) {
		shutDown(error, error);
	}

	/**
	 * The pool hears of the end before the exchange does, so that a replay goes
	 * elsewhere.
	 */
	private void shutDown(@Nullable H2Error cause, @Nullable H2Error error) {
		if (this.state == ConnectionState.CLOSED) {
			return;
		}
		this.state = ConnectionState.CLOSED;
		this.idleLimit.stop();
		if (cause != null) {
			logger.debug("[{}] {} closing: {}", this.channel.id(), this.endpoint, cause.message());
			this.owner.draining(cause);
		}
		Http1Exchange exchange = takeCurrent();
		if (exchange != null) {
			exchange.fail((error != null) ? error : exchange.lost(null, false));
		}
		this.channel.close();
	}

	private @Nullable Http1Exchange takeCurrent() {
		Http1Exchange exchange = this.current;
		this.current = null;
		this.busy = false;
		return exchange;
	}

	/** The socket is closed, or has no more input. */
	@Override
	public void channelClosed(@Nullable Throwable cause) {
		if (this.closed.isDone()) {
			return;
		}
		this.state = ConnectionState.CLOSED;
		this.idleLimit.stop();
		this.owner.closed(new H2Error.ConnectionLost(this.endpoint, false, cause));
		Http1Exchange exchange = takeCurrent();
		if (exchange != null) {
			exchange.fail(exchange.lost(cause, true));
		}
		this.output.release();
		this.closed.complete(null);
	}

	/** What the peer sent at once was read: what it led to goes out at once, too. */
	@Override
	public void burstRead(long bytes) {
		if (bytes > 0) {
			this.listener.onBytesRead(this.endpoint, bytes);
		}
		this.tasks.run();
	}

	@Override
	public void endBurst() {
		Http1Exchange exchange = this.current;
		if (exchange != null) {
			exchange.sendContent();
		}
		if (this.state != ConnectionState.CLOSED) {
			this.output.flush();
		}
	}

}

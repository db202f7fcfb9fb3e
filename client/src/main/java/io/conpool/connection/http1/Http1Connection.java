package io.conpool.connection.http1;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.ConnectionState;
import io.conpool.http.Exchange;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.http.HttpConnection;

/**
 * One HTTP/1.1 connection of a client (RFC 9112): the state that the pool lends, to one
 * at a time. Safe for use by several threads; its state is owned by {@link Http1Loop}.
 */
public final class Http1Connection implements HttpConnection {

	private static final String VERSION = "1.1";

	private final Http1Loop loop;

	Http1Connection(Http1Loop loop) {
		this.loop = loop;
	}

	@Override
	public Exchange exchange(H2Request request, ExchangeObserver observer) {
		return this.loop.exchange(request, observer);
	}

	/**
	 * Nothing can be asked between two requests. That the server has closed the
	 * connection is known without asking.
	 * @return is complete: with nothing, or, if the connection is closed, with
	 * {@link H2Error.NotSent}
	 */
	@Override
	public CompletionStage<Optional<Duration>> ping() {
		if (state() == ConnectionState.CLOSED) {
			return CompletableFuture
				.failedFuture(new H2Error.NotSent(endpoint(), "the connection is closed").asException());
		}
		return CompletableFuture.completedFuture(Optional.empty());
	}

	@Override
	public Endpoint endpoint() {
		return this.loop.endpoint();
	}

	@Override
	public String protocolVersion() {
		return VERSION;
	}

	@Override
	public ConnectionState state() {
		return this.loop.state();
	}

	@Override
	public int openStreams() {
		return this.loop.isBusy() ? 1 : 0;
	}

	@Override
	public String remoteAddress() {
		return this.loop.channel().remoteAddress();
	}

	@Override
	public String id() {
		return this.loop.channel().id();
	}

	@Override
	public String toString() {
		return "[" + id() + "] " + endpoint() + " HTTP/1.1 " + state();
	}

	/**
	 * Closes the socket; an exchange that is under way ends with
	 * {@link H2Error.ConnectionLost}.
	 */
	CompletionStage<Void> close() {
		return this.loop.close();
	}

}

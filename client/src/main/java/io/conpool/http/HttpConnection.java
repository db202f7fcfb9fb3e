package io.conpool.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.conpool.endpoint.Endpoint;

/**
 * A connection over which requests can be exchanged for responses, whatever the version
 * of HTTP. The caller holds a lease of it for every exchange. What it tells of itself are
 * snapshots. Safe for use by several threads.
 */
public interface HttpConnection {

	/**
	 * Sends a request. It returns at once, from any thread.
	 * @param request what to send
	 * @param observer told how it goes, on the connection's event loop
	 * @return the way to end it early
	 */
	Exchange exchange(H2Request request, ExchangeObserver observer);

	/**
	 * Asks the peer whether it is there, and measures how long its answer takes. It
	 * returns at once, from any thread, needs no lease, and disturbs no exchange.
	 * @return completes with the round trip; with nothing where the peer cannot be asked:
	 * in HTTP/1.1 never, in HTTP/2 not more often than servers tolerate. Or, within a
	 * bound, with an {@link io.conpool.error.H2ClientException H2ClientException} if
	 * there was no answer or the connection has ended. It completes on this thread or the
	 * connection's event loop, so what depends on it must not block
	 */
	default CompletionStage<Optional<Duration>> ping() {
		return CompletableFuture.completedFuture(Optional.empty());
	}

	/**
	 * Where the connection leads.
	 * @return the endpoint
	 */
	Endpoint endpoint();

	/**
	 * The version of HTTP that is spoken: OpenTelemetry's
	 * {@code network.protocol.version}.
	 * @return {@code 1.1} or {@code 2}
	 */
	String protocolVersion();

	/**
	 * How far the connection's life has come.
	 * @return a snapshot
	 */
	ConnectionState state();

	/**
	 * Whether exchanges may begin.
	 * @return false for good once the connection drains or is closed
	 */
	default boolean isHealthy() {
		return state() == ConnectionState.OPEN;
	}

	/**
	 * Whether the peer may be gone, which is being found out.
	 * @return a snapshot; false where that cannot be found out
	 */
	default boolean isSuspect() {
		return false;
	}

	/**
	 * How many exchanges are under way.
	 * @return a snapshot
	 */
	int openStreams();

	/**
	 * The peer's address.
	 * @return IP address and port
	 */
	String remoteAddress();

	/**
	 * A short name of the connection, as it stands in log lines.
	 * @return hexadecimal digits
	 */
	String id();

}

package io.conpool.connection.http2;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.ConnectionState;
import io.conpool.http.Exchange;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.http.HttpConnection;
import io.conpool.pool.AccessMode;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection of a client (RFC 9113), ready for streams: the state that the
 * pool lends. What it tells of itself are snapshots. Safe for use by several threads; its
 * state is owned by {@link ConnectionLoop}.
 */
public final class H2Connection implements HttpConnection {

	private static final String VERSION = "2";

	private final ConnectionLoop loop;

	H2Connection(ConnectionLoop loop) {
		this.loop = loop;
	}

	@Override
	public Exchange exchange(H2Request request, ExchangeObserver observer) {
		return this.loop.exchange(request, observer);
	}

	/**
	 * Sends a PING (RFC 9113 section 6.7), or joins the one that is under way. Servers
	 * limit PINGs from a client to which they send neither HEADERS nor DATA, so after
	 * three in a row, ten seconds apart, there is one in five minutes, or in two hours
	 * where no stream is open.
	 * @return completes on the connection's event loop within
	 * {@link Http2Config#keepAliveTimeout()}, with nothing if a PING would not be
	 * tolerated at present; or with {@link H2Error.KeepAliveTimeout} if there was no
	 * answer, after which the connection is closed if nothing else was heard either, and
	 * otherwise with the error in which it ended
	 */
	@Override
	public CompletionStage<Optional<Duration>> ping() {
		return this.loop.ping();
	}

	@Override
	public Endpoint endpoint() {
		return this.loop.endpoint();
	}

	@Override
	public ConnectionState state() {
		return this.loop.status().state();
	}

	@Override
	public String protocolVersion() {
		return VERSION;
	}

	/**
	 * Whether the peer may be gone: a stream timed out without a byte from it, or it has
	 * left a PING unanswered for a second, and has sent nothing since; or three streams
	 * in a row timed out without HEADERS or DATA from it.
	 * @return a snapshot; true until something arrives, or the connection is closed since
	 * nothing does; in the last case until HEADERS or DATA arrive, or
	 * {@link Http2Config#keepAliveTimeout()} has passed
	 */
	@Override
	public boolean isSuspect() {
		return this.loop.status().isSuspect();
	}

	/**
	 * Returns how many streams calls may have open at once: the smaller one of the peer's
	 * and the client's own limit, less the slots that streams hold which were reset a
	 * moment ago.
	 * @return {@link AccessMode.Shared}, a snapshot
	 */
	public AccessMode accessMode() {
		return this.loop.status().accessMode();
	}

	/**
	 * The peer's SETTINGS.
	 * @return a snapshot
	 */
	public PeerSettings peerSettings() {
		return this.loop.status().peerSettings();
	}

	/**
	 * The GOAWAY that the peer sent, with the lowest last stream id if there were
	 * several.
	 * @return the GOAWAY, or null if there was none
	 */
	public H2Error.@Nullable GoAway goAway() {
		return this.loop.status().goAway();
	}

	@Override
	public int openStreams() {
		return this.loop.status().openStreams();
	}

	/**
	 * The id of the newest stream.
	 * @return an odd number, or 0 before the first stream
	 */
	public int lastStreamId() {
		return this.loop.status().lastStreamId();
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
		return "[" + id() + "] " + endpoint() + " " + state() + (isSuspect() ? ", suspect" : "");
	}

	/**
	 * Says GOAWAY and closes the socket; streams that are still open end with
	 * {@link H2Error.ConnectionLost}.
	 */
	CompletionStage<Void> close() {
		return this.loop.close();
	}

}

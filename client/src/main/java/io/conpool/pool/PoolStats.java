package io.conpool.pool;

import java.time.Duration;
import java.util.Map;

import io.conpool.error.H2Error;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one endpoint, all of the same moment. Counts of events begin when the
 * pool begins to keep the endpoint. Immutable.
 *
 * @param active connections with at least one lease out, draining ones aside
 * @param idle connections without a lease out, draining ones aside
 * @param draining connections that are not lent any more but still open
 * @param suspect of those that are active or idle, how many are lent only if no other can
 * serve, since there is doubt that the peer still answers
 * @param retiring of those that are active or idle, how many are to be replaced and wait
 * for a successor
 * @param connecting connections being made
 * @param openStreams leases out: for HTTP/2, streams
 * @param streamCapacity how many leases the connections that are not draining can bear
 * together
 * @param waiters how many wait for a lease
 * @param created connections made
 * @param reused leases of a connection that had been lent before
 * @param closed connections closed, by reason; every reason is there
 * @param connectErrors attempts to connect that failed
 * @param failedDials how many dials have failed in a row, each with all its retries, or
 * led to a connection that the peer ended before it had served; those that began together
 * count as one. 0 after a success, which after such connections is the first answer
 * @param backOff how long no dial begins from now on; zero if one may begin
 * @param lastError the newest failure of an attempt to connect, or what became of the
 * newest connection that the peer ended before it had served, or null
 * @param lastDrainCause why the newest connection that the peer stopped was stopped (a
 * GOAWAY, say), or null
 */
public record PoolStats(int active, int idle, int draining, int suspect, int retiring, int connecting, long openStreams,
		long streamCapacity, int waiters, long created, long reused, Map<CloseReason, Long> closed, long connectErrors,
		int failedDials, Duration backOff, @Nullable H2Error lastError, @Nullable H2Error lastDrainCause) {

	/**
	 * How many connections can be lent.
	 * @return active and idle ones together
	 */
	public int serving() {
		return this.active + this.idle;
	}

	/**
	 * Whether the newest dial failed, all its retries included, or led to a connection
	 * that served nothing.
	 * @return true if so
	 */
	public boolean lastConnectFailed() {
		return this.failedDials > 0;
	}

	/**
	 * The numbers that explain why somebody has to wait.
	 * @return one line
	 */
	String summary() {
		return "connections: active " + this.active + ", idle " + this.idle + ", draining " + this.draining
				+ ((this.suspect > 0) ? ", suspect " + this.suspect : "") + ", connecting " + this.connecting
				+ "; streams: open " + this.openStreams + " of " + this.streamCapacity + "; waiters: " + this.waiters
				+ ((this.failedDials > 0)
						? "; failed dials: " + this.failedDials + ", the next in " + this.backOff.toMillis() + " ms"
						: "")
				+ ((this.lastError != null) ? "; last connect error: " + this.lastError.message() : "");
	}

}

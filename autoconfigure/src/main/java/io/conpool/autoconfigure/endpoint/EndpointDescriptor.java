package io.conpool.autoconfigure.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.conpool.error.H2Error;
import io.conpool.http.HttpConnection;
import io.conpool.pool.CloseReason;
import io.conpool.pool.ConnectionView;
import io.conpool.pool.PoolStats;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * One endpoint of the pool, as {@link H2ConpoolEndpoint} shows it. Immutable.
 *
 * @param id selects the endpoint in the actuator's URLs
 * @param origin scheme, host and port as in a URL
 * @param connections how many connections there are, by state
 * @param streams how many streams there are
 * @param waiters how many requests wait for a stream
 * @param opened connections made
 * @param reused streams on a connection that had been used before
 * @param closed connections closed, by reason
 * @param connectErrors attempts to connect that failed
 * @param failedDials dials in a row that failed, or led to a connection that served
 * nothing; 0 after a success
 * @param backOff time until the next dial may begin
 * @param lastError the newest failure of an attempt to connect, or null
 * @param open the connections that are open, those that drain last
 */
public record EndpointDescriptor(String id, String origin, ConnectionCounts connections, StreamCounts streams,
		int waiters, long opened, long reused, Map<CloseReason, Long> closed, long connectErrors, int failedDials,
		Duration backOff, @Nullable String lastError,
		List<ConnectionDescriptor> open) implements OperationResponseBody {

	static EndpointDescriptor of(String id, String origin, PoolStats stats, List<ConnectionView<HttpConnection>> open) {
		H2Error error = stats.lastError();
		return new EndpointDescriptor(id, origin,
				new ConnectionCounts(stats.active(), stats.idle(), stats.draining(), stats.connecting(),
						stats.suspect(), stats.retiring()),
				new StreamCounts(stats.openStreams(), stats.streamCapacity()), stats.waiters(), stats.created(),
				stats.reused(), stats.closed(), stats.connectErrors(), stats.failedDials(), stats.backOff(),
				(error != null) ? error.message() : null, open.stream().map(ConnectionDescriptor::of).toList());
	}

	/**
	 * Connections by state.
	 *
	 * @param active with a stream at least
	 * @param idle without a stream
	 * @param draining not used any more but still open
	 * @param connecting being made
	 * @param suspect of those that are active or idle, how many are used only if no other
	 * can serve, since it is doubtful whether the server still answers
	 * @param retiring of those that are active or idle, how many wait for their successor
	 */
	public record ConnectionCounts(int active, int idle, int draining, int connecting, int suspect, int retiring) {
	}

	/**
	 * Streams.
	 *
	 * @param open streams that are open
	 * @param capacity streams that may be open
	 */
	public record StreamCounts(long open, long capacity) {
	}

}

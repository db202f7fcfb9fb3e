package io.conpool.autoconfigure.endpoint;

import java.util.List;

import io.conpool.endpoint.Endpoint;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * One client, as {@link H2ConpoolEndpoint} shows it. Immutable.
 *
 * @param running whether it has been started
 * @param limits what bounds its pool, per endpoint; null if it does not run
 * @param endpoints the endpoints that its pool keeps, sorted by their origins
 */
public record ClientDescriptor(boolean running, @Nullable LimitsDescriptor limits,
		List<EndpointDescriptor> endpoints) implements OperationResponseBody {

	static ClientDescriptor of(@Nullable Conpool<HttpConnection> pool) {
		if (pool == null) {
			return new ClientDescriptor(false, null, List.of());
		}
		return new ClientDescriptor(true, LimitsDescriptor.of(pool.config()),
				pool.allStats()
					.entrySet()
					.stream()
					.map((entry) -> EndpointDescriptor.of(id(entry.getKey()), entry.getKey().toString(),
							entry.getValue(), pool.connections(entry.getKey())))
					.toList());
	}

	/** An origin has slashes that a path cannot carry. */
	static String id(Endpoint endpoint) {
		return endpoint.scheme().text() + ":" + endpoint.host() + ":" + endpoint.port();
	}

	/**
	 * What bounds a pool.
	 *
	 * @param maxConnections most connections
	 * @param minConnections connections that are kept up
	 * @param maxWaiters most requests that wait for a stream
	 */
	public record LimitsDescriptor(int maxConnections, int minConnections, int maxWaiters) {

		static LimitsDescriptor of(PoolConfig config) {
			return new LimitsDescriptor(config.maxConnections(), config.minConnections(), config.maxWaiters());
		}

	}

}

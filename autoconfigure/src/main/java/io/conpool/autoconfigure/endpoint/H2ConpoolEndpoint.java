package io.conpool.autoconfigure.endpoint;

import java.util.List;

import io.conpool.endpoint.Endpoint;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link org.springframework.boot.actuate.endpoint.annotation.Endpoint @Endpoint} that
 * shows a pool with each of its connections, and drains the connections to one endpoint.
 * An endpoint is selected by its id, {@code scheme:host:port}, since an origin has
 * slashes that a path cannot carry; an IPv6 address stands in it without brackets. Only
 * snapshots are read, nothing blocks.
 */
@org.springframework.boot.actuate.endpoint.annotation.Endpoint(id = "h2conpool")
public final class H2ConpoolEndpoint {

	private final Conpool<HttpConnection> pool;

	/**
	 * Makes an endpoint.
	 * @param pool the pool to show
	 */
	public H2ConpoolEndpoint(Conpool<HttpConnection> pool) {
		this.pool = pool;
	}

	/**
	 * Everything.
	 * @return all endpoints that the pool keeps, sorted by their origins
	 */
	@ReadOperation
	public PoolDescriptor pool() {
		return new PoolDescriptor(this.pool.allStats()
			.entrySet()
			.stream()
			.map((entry) -> EndpointDescriptor.of(id(entry.getKey()), entry.getKey().toString(), entry.getValue(),
					this.pool.connections(entry.getKey())))
			.toList());
	}

	/**
	 * One endpoint.
	 * @param endpoint its id
	 * @return the endpoint, or null if the pool does not keep it
	 */
	@ReadOperation
	public @Nullable EndpointDescriptor endpoint(@Selector String endpoint) {
		return pool().endpoints().stream().filter((known) -> known.id().equals(endpoint)).findFirst().orElse(null);
	}

	/**
	 * Uses none of the endpoint's present connections any more. Each is closed when its
	 * streams have ended, at the latest after the drain timeout; new requests get new
	 * connections.
	 * @param endpoint the endpoint's id
	 * @return whether the pool keeps it
	 */
	@DeleteOperation
	public boolean clear(@Selector String endpoint) {
		for (Endpoint known : this.pool.allStats().keySet()) {
			if (id(known).equals(endpoint)) {
				return this.pool.clear(known);
			}
		}
		return false;
	}

	private static String id(Endpoint endpoint) {
		return endpoint.scheme().text() + ":" + endpoint.host() + ":" + endpoint.port();
	}

	/**
	 * The pool.
	 *
	 * @param endpoints the endpoints that it keeps
	 */
	public record PoolDescriptor(List<EndpointDescriptor> endpoints) implements OperationResponseBody {
	}

}

package io.conpool.autoconfigure.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.endpoint.Endpoint;
import io.conpool.http.HttpConnection;
import io.conpool.pool.ConnectionView;
import io.conpool.pool.Conpool;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link org.springframework.boot.actuate.endpoint.annotation.Endpoint @Endpoint} that
 * shows all clients with each of their connections, and drains connections. An endpoint
 * of a client is selected by its id, {@code scheme:host:port}; an IPv6 address stands in
 * it without brackets. Only snapshots are read, nothing is started and nothing blocks.
 */
@org.springframework.boot.actuate.endpoint.annotation.Endpoint(id = "h2conpool")
public final class H2ConpoolEndpoint {

	private final H2ClientRegistry registry;

	/**
	 * Makes an endpoint.
	 * @param registry the clients to show
	 */
	public H2ConpoolEndpoint(H2ClientRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Everything.
	 * @return all clients
	 */
	@ReadOperation
	public ClientsDescriptor clients() {
		Map<String, ClientDescriptor> clients = new LinkedHashMap<>();
		this.registry.names().forEach((name) -> clients.put(name, ClientDescriptor.of(null)));
		this.registry.pools().forEach((name, pool) -> clients.put(name, ClientDescriptor.of(pool)));
		return new ClientsDescriptor(clients);
	}

	/**
	 * One client.
	 * @param client its name
	 * @return the client, or null if there is none
	 */
	@ReadOperation
	public @Nullable ClientDescriptor client(@Selector String client) {
		return clients().clients().get(client);
	}

	/**
	 * One endpoint of a client.
	 * @param client the client's name
	 * @param endpoint the endpoint's id
	 * @return the endpoint, or null if the client's pool does not keep it
	 */
	@ReadOperation
	public @Nullable EndpointDescriptor endpoint(@Selector String client, @Selector String endpoint) {
		ClientDescriptor known = client(client);
		return (known == null) ? null
				: known.endpoints().stream().filter((each) -> each.id().equals(endpoint)).findFirst().orElse(null);
	}

	/**
	 * Uses none of an endpoint's present connections any more. Each is closed when its
	 * streams have ended, at the latest after the drain timeout; new requests get new
	 * connections.
	 * @param client the client's name
	 * @param endpoint the endpoint's id
	 * @return whether the client's pool keeps it
	 */
	@DeleteOperation
	public boolean clear(@Selector String client, @Selector String endpoint) {
		Conpool<HttpConnection> pool = this.registry.pools().get(client);
		return pool != null && find(pool, endpoint).filter(pool::clear).isPresent();
	}

	/**
	 * Uses one connection no more. It is closed when its streams have ended, at the
	 * latest after the drain timeout.
	 * @param client the client's name
	 * @param endpoint the endpoint's id
	 * @param connection the connection's id
	 * @return whether there is this connection
	 */
	@DeleteOperation
	public boolean evict(@Selector String client, @Selector String endpoint, @Selector String connection) {
		Conpool<HttpConnection> pool = this.registry.pools().get(client);
		if (pool == null) {
			return false;
		}
		Optional<HttpConnection> found = find(pool, endpoint).flatMap((known) -> pool.connections(known)
			.stream()
			.map(ConnectionView::state)
			.filter((state) -> state.id().equals(connection))
			.findFirst());
		found.ifPresent((state) -> pool.evict(state.endpoint(), state));
		return found.isPresent();
	}

	private static Optional<Endpoint> find(Conpool<HttpConnection> pool, String id) {
		return pool.allStats().keySet().stream().filter((known) -> ClientDescriptor.id(known).equals(id)).findFirst();
	}

	/**
	 * All clients.
	 *
	 * @param clients the clients by their names, those that do not run included, and
	 * those whose connections are kept apart while they run
	 */
	public record ClientsDescriptor(Map<String, ClientDescriptor> clients) implements OperationResponseBody {
	}

}

package io.conpool.autoconfigure.testsupport;

import java.util.Map;
import java.util.Set;

import io.conpool.H2Client;
import io.conpool.autoconfigure.ConnectionVariant;
import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;

/**
 * A registry of pools that a test has made; there are no clients.
 *
 * @param names the names of all clients
 * @param pools the pools of those that run
 */
public record FixedRegistry(Set<String> names, Map<String, Conpool<HttpConnection>> pools) implements H2ClientRegistry {

	@Override
	public H2Client client(String name) {
		throw new UnsupportedOperationException(name);
	}

	@Override
	public H2Client plainClient(String name, ConnectionVariant variant) {
		throw new UnsupportedOperationException(name);
	}

}

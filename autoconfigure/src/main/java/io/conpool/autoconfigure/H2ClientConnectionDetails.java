package io.conpool.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where clients connect to, if that is not what their properties say: for tests and
 * service connections, which start the servers themselves. Beans of this type are asked
 * in their order; the first that knows about a client goes before its properties.
 */
public interface H2ClientConnectionDetails extends ConnectionDetails {

	/**
	 * The base URL of a client.
	 * @param client the client's name
	 * @return in place of {@code base-url}, or null if that is to hold
	 */
	default @Nullable String baseUrl(String client) {
		return null;
	}

	/**
	 * The SSL bundle of a client.
	 * @param client the client's name
	 * @return in place of the one that {@code ssl.bundle} names, or null if that is to
	 * hold
	 */
	default @Nullable SslBundle sslBundle(String client) {
		return null;
	}

}

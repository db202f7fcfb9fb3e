package io.conpool.transport;

import io.conpool.endpoint.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint is reached. Immutable.
 *
 * @param endpoint where to
 * @param tls makes the TLS handlers, or null for cleartext
 * @param tunnel leads through the proxy, or null for the straight way
 */
record Way(Endpoint endpoint, @Nullable TlsContext tls, @Nullable Tunnel tunnel) {

	/** The host whose addresses are needed: the proxy finds the endpoint's itself. */
	String host() {
		return (this.tunnel != null) ? this.tunnel.host() : this.endpoint.host();
	}

}

package io.conpool.test.autoconfigure;

import io.conpool.autoconfigure.H2ClientConnectionDetails;
import io.conpool.test.MockH2Server;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * Leads clients to the mock server. Immutable.
 */
final class MockH2ServerConnectionDetails implements H2ClientConnectionDetails {

	private final MockH2ServerProperties properties;

	private final String baseUrl;

	private final @Nullable SslBundle sslBundle;

	MockH2ServerConnectionDetails(MockH2ServerProperties properties, MockH2Server server) {
		this.properties = properties;
		this.baseUrl = server.baseUrl();
		this.sslBundle = server.tls() ? SslBundle.of(SslStoreBundle.of(null, null, server.trustStore())) : null;
	}

	@Override
	public @Nullable String baseUrl(String client) {
		return this.properties.leads(client) ? this.baseUrl : null;
	}

	@Override
	public @Nullable SslBundle sslBundle(String client) {
		return this.properties.leads(client) ? this.sslBundle : null;
	}

}

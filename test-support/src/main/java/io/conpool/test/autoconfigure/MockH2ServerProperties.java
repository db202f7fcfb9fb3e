package io.conpool.test.autoconfigure;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@link AutoConfigureMockH2Server @AutoConfigureMockH2Server} says. Immutable.
 *
 * @param clients Comma-separated list of the clients that are led to the mock server; all
 * if empty.
 * @param tls Whether the mock server speaks TLS.
 */
@ConfigurationProperties("conpool.test.mock-h2-server")
record MockH2ServerProperties(@DefaultValue List<String> clients, @DefaultValue("false") boolean tls) {

	/** Whether a client is led to the server. */
	boolean leads(String client) {
		return this.clients.isEmpty() || this.clients.contains(client);
	}

}

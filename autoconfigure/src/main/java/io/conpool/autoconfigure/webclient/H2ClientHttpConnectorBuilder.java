package io.conpool.autoconfigure.webclient;

import java.util.function.Function;

import io.conpool.H2Client;
import io.conpool.autoconfigure.ConnectionVariant;
import io.conpool.autoconfigure.httpclient.Variants;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;

/**
 * Makes connectors over clients that are there already: nothing is connected or started
 * for one more, unless its settings ask for connections of their own. Safe for use by
 * several threads.
 */
public final class H2ClientHttpConnectorBuilder implements ClientHttpConnectorBuilder<H2ClientHttpConnector> {

	private final Function<ConnectionVariant, H2Client> clients;

	/**
	 * Makes a builder.
	 * @param clients gives the client whose connections are as a variant says, equal ones
	 * for equal variants; each is kept by the connectors that are made with it
	 */
	public H2ClientHttpConnectorBuilder(Function<ConnectionVariant, H2Client> clients) {
		this.clients = clients;
	}

	@Override
	public H2ClientHttpConnector build(@Nullable HttpClientSettings settings) {
		HttpClientSettings wanted = (settings != null) ? settings : HttpClientSettings.defaults();
		return new H2ClientHttpConnector(this.clients.apply(Variants.of(wanted)), wanted);
	}

}

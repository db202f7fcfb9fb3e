package io.conpool.autoconfigure.restclient;

import java.util.function.Function;

import io.conpool.H2Client;
import io.conpool.autoconfigure.ConnectionVariant;
import io.conpool.autoconfigure.httpclient.Variants;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;

/**
 * Makes request factories over clients that are there already: nothing is connected or
 * started for one more, unless its settings ask for connections of their own. Safe for
 * use by several threads.
 */
public final class H2ClientHttpRequestFactoryBuilder
		implements ClientHttpRequestFactoryBuilder<H2ClientHttpRequestFactory> {

	private final Function<ConnectionVariant, H2Client> clients;

	/**
	 * Makes a builder.
	 * @param clients gives the client whose connections are as a variant says, equal ones
	 * for equal variants; each is kept by the factories that are made with it
	 */
	public H2ClientHttpRequestFactoryBuilder(Function<ConnectionVariant, H2Client> clients) {
		this.clients = clients;
	}

	@Override
	public H2ClientHttpRequestFactory build(@Nullable HttpClientSettings settings) {
		HttpClientSettings wanted = (settings != null) ? settings : HttpClientSettings.defaults();
		return new H2ClientHttpRequestFactory(this.clients.apply(Variants.of(wanted)), wanted);
	}

}

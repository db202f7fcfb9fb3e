package io.conpool.autoconfigure.restclient;

import java.net.URI;

import io.conpool.H2Client;
import io.conpool.autoconfigure.httpclient.CallSettings;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Sends the requests of RestClient and RestTemplate by an {@link H2Client}, of which it
 * is a thin view: make as many as there are settings. The client is not closed with it.
 * <p>
 * Content is written by the thread that executes the request: what is small is gathered
 * first, and goes out whole with its length; what is large, or is flushed though it
 * cannot be repeated, goes out while it is written, as fast as the server takes it. The
 * response is read as it arrives, and closing it before its end ends the exchange.
 * Requests fail with an {@link java.io.IOException IOException} whose cause is the
 * {@link io.conpool.error.H2ClientException H2ClientException}, and with an
 * {@link IllegalArgumentException} where they must not be sent. Immutable, safe for use
 * by several threads.
 */
public final class H2ClientHttpRequestFactory implements ClientHttpRequestFactory {

	private final H2Client client;

	private final CallSettings settings;

	/**
	 * Makes a factory.
	 * @param client sends the requests
	 * @param settings those that are about single calls are applied: read timeout,
	 * redirects, cookies; those about connections are the client's
	 * @throws IllegalArgumentException if the client cannot work as they say
	 */
	public H2ClientHttpRequestFactory(H2Client client, HttpClientSettings settings) {
		this.client = client;
		this.settings = CallSettings.of(settings);
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
		return new H2ClientHttpRequest(this.client, this.settings, uri, method);
	}

}

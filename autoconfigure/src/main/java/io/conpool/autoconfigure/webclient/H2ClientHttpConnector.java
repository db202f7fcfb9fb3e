package io.conpool.autoconfigure.webclient;

import java.net.URI;
import java.util.function.Function;

import io.conpool.H2Client;
import io.conpool.autoconfigure.httpclient.CallSettings;
import io.conpool.autoconfigure.httpclient.IOExceptions;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.StreamedResponse;
import reactor.core.publisher.Mono;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;

/**
 * Sends the requests of WebClient by an {@link H2Client}, of which it is a thin view:
 * make as many as there are settings. The client is not closed with it.
 * <p>
 * Each subscription sends a request. Content of both directions goes with the demand of
 * who takes it, so that neither side gets ahead of the other; a {@link Mono} of content
 * is one buffer, so it goes out whole with its length. Cancelling the response or its
 * content resets the stream. Signals come on the client's callback executor, where they
 * may block. Exchanges fail with an {@link java.io.IOException IOException} whose cause
 * is the {@link H2ClientException}, or with what the publisher of their content failed
 * with. Immutable, safe for use by several threads.
 */
public final class H2ClientHttpConnector implements ClientHttpConnector {

	private final H2Client client;

	private final CallSettings settings;

	/**
	 * Makes a connector.
	 * @param client sends the requests
	 * @param settings those that are about single calls are applied: read timeout,
	 * redirects, cookies; those about connections are the client's
	 * @throws IllegalArgumentException if the client cannot work as they say
	 */
	public H2ClientHttpConnector(H2Client client, HttpClientSettings settings) {
		this.client = client;
		this.settings = CallSettings.of(settings);
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return Mono.defer(() -> {
			H2ClientHttpRequest request = new H2ClientHttpRequest(method, uri,
					this.settings.request(this.client, method, uri));
			return requestCallback.apply(request).then(Mono.defer(() -> exchange(request.build())));
		});
	}

	private Mono<ClientHttpResponse> exchange(H2Request request) {
		return Mono.fromFuture(() -> this.client.streamAsync(request))
			.onErrorMap(H2ClientException.class, H2ClientHttpConnector::known)
			.<ClientHttpResponse>map(H2ClientHttpResponse::new)
			.doOnDiscard(StreamedResponse.class, StreamedResponse::close);
	}

	private static Throwable known(H2ClientException thrown) {
		return (IOExceptions.underneath(thrown.error()) instanceof H2Error.RequestBodyFailed failed) ? failed.cause()
				: IOExceptions.of(thrown);
	}

}

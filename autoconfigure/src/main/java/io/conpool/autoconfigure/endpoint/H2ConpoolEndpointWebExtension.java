package io.conpool.autoconfigure.endpoint;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link H2ConpoolEndpoint}:
 * what there is not is not found.
 */
@EndpointWebExtension(endpoint = H2ConpoolEndpoint.class)
public final class H2ConpoolEndpointWebExtension {

	private final H2ConpoolEndpoint delegate;

	/**
	 * Makes an extension.
	 * @param delegate the endpoint
	 */
	public H2ConpoolEndpointWebExtension(H2ConpoolEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Drains an endpoint's connections.
	 * @param client the client's name
	 * @param endpoint the endpoint's id
	 * @return 204, or 404 if the client's pool does not keep it
	 */
	@DeleteOperation
	public WebEndpointResponse<Void> clear(@Selector String client, @Selector String endpoint) {
		return response(this.delegate.clear(client, endpoint));
	}

	/**
	 * Drains one connection.
	 * @param client the client's name
	 * @param endpoint the endpoint's id
	 * @param connection the connection's id
	 * @return 204, or 404 if there is no such connection
	 */
	@DeleteOperation
	public WebEndpointResponse<Void> evict(@Selector String client, @Selector String endpoint,
			@Selector String connection) {
		return response(this.delegate.evict(client, endpoint, connection));
	}

	private static WebEndpointResponse<Void> response(boolean found) {
		return new WebEndpointResponse<>(
				found ? WebEndpointResponse.STATUS_NO_CONTENT : WebEndpointResponse.STATUS_NOT_FOUND);
	}

}

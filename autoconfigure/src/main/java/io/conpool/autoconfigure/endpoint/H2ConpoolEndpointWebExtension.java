package io.conpool.autoconfigure.endpoint;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link H2ConpoolEndpoint}:
 * an endpoint that the pool does not keep is not found.
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
	 * Drains the endpoint's connections.
	 * @param endpoint the endpoint's id
	 * @return 204, or 404 if the pool does not keep it
	 */
	@DeleteOperation
	public WebEndpointResponse<Void> clear(@Selector String endpoint) {
		boolean cleared = this.delegate.clear(endpoint);
		return new WebEndpointResponse<>(
				cleared ? WebEndpointResponse.STATUS_NO_CONTENT : WebEndpointResponse.STATUS_NOT_FOUND);
	}

}

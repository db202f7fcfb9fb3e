package io.conpool.transport;

import io.conpool.endpoint.AddressResolver;

/**
 * A resolver that ends with the resources.
 */
interface OwnResolver extends AddressResolver {

	void stop();

}

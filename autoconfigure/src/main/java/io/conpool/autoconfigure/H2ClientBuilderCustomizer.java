package io.conpool.autoconfigure;

import io.conpool.H2ClientBuilder;

/**
 * Changes the builder that the protocol handler, the pool and the client are made of.
 * Called once, while the context starts, after the {@code conpool.h2.*} properties and
 * the listener beans were applied; several are called in their order. To be implemented
 * for what no property can say: an address resolver, an executor for callbacks.
 */
@FunctionalInterface
public interface H2ClientBuilderCustomizer {

	/**
	 * Changes the builder.
	 * @param builder the builder, to be used only during the call
	 */
	void customize(H2ClientBuilder builder);

}
